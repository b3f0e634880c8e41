"""Capabilities with methods in a guest; combinators around them; small ones."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import textwrap
import weakref
from pathlib import Path
from typing import Any

import pytest
from caps_counter import EXPECTED, SHOWN, Counter

import objcap
from objcap import AsyncSandbox, GuestError, Sandbox, caps

HELPERS = """
def attempt(f, *args):
    try:
        return f(*args)
    except Exception as error:
        return type(error).__name__ + ": " + str(error)
"""


def test_an_object_in_a_sandbox() -> None:
    with Sandbox(grant={"c": Counter()}) as box:
        box.exec(SHOWN)
        assert box.eval("out")[:-1] == EXPECTED[:-1]
    with Sandbox() as box:
        box.grant("c", Counter().capability())
        box.exec(SHOWN)
        assert box.eval("out")[:-1] == EXPECTED[:-1]


def test_an_object_in_a_locked_interpreter() -> None:
    program = f"""
    import sys
    sys.path.insert(0, {str(Path(__file__).parent)!r})
    import objcap
    from caps_counter import Counter, SHOWN, EXPECTED
    c, source, expected = objcap.capability(Counter()), SHOWN, EXPECTED
    objcap.lockdown()
    names = {{"c": c}}
    exec(source, names)
    for got, want in zip(names["out"], expected, strict=True):
        assert got == want, (got, want)
    print("same")
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60
    )
    assert run.stdout == "same\n" and run.returncode == 0, run.stderr


def test_what_is_passed_in_nested_values() -> None:
    def made() -> Any:
        return {"list": [Counter("l")], "key": {Counter("k"): 1}}

    with Sandbox(grant={"made": made}) as box:
        box.exec("def use(c, n, *, more): return c(), n[0](), more['x']()")
        assert box.call("use", Counter("1"), [Counter("2")], more={"x": Counter("3")}) == (
            "called 1",
            "called 2",
            "called 3",
        )
        assert box.eval("made()['list'][0](), [c() for c in made()['key']]") == ("called l", ["called k"])
        assert box.run("x[0]()", {"x": [Counter("input")]}).value == "called input"


def test_a_twin_holds_the_same() -> None:
    counter = Counter()
    with Sandbox(grant={"c": counter}) as box:
        box.exec("add = c.add; s = c.sub('s')")
        with box.fork() as twin:
            assert (box.eval("c.add()"), twin.eval("add()"), twin.eval("s()")) == (1, 2, "called s")
            assert twin.eval("c.sub('later')()") == "called later"
            box.revoke("c")
            for one in (box, twin):
                for call in ("c.add()", "add()", "s()", "s.add()", "c()"):
                    with pytest.raises(GuestError, match=r"PermissionError.*revoked"):
                        one.eval(call)


def test_objects_are_let_go() -> None:
    kept: list[Any] = []

    class Maker(caps.Cap):
        _exports = ("make",)

        def make(self) -> Counter:
            counter = Counter()
            kept.append(weakref.ref(counter))
            return counter

    with Sandbox(grant={"m": Maker()}) as box:
        box.exec("for i in range(200): c = m.make(); c.add(); add = c.add; del c\nassert add(5) == 6")
        box.exec("del add\nm.make(); m.make(); m.make()")
        gc.collect()
        assert sum(ref() is not None for ref in kept) <= 2
        box.exec("many = [m.make() for i in range(3000)]")
        box.exec("assert many[2999].add(1) == 1")


def test_more_than_a_guest_may_hold() -> None:
    with Sandbox(grant={"c": Counter()}) as box:
        box.exec(HELPERS + "many = []\ndef fill():\n  while 1: many.append(c.sub('x'))")
        assert box.eval("attempt(fill)") == "ValueError: a guest may hold 65536 capabilities at once"
        assert box.eval("len(many)") > 5000 and box.eval("many[-1].add(1)") == 1
        box.exec("many.clear(); c.add()")
        assert box.eval("c.sub('again')()") == "called again"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"func": None}, TypeError),
        ({"func": None, "methods": {}}, TypeError),
        ({"func": None, "name": "n", "methods": {"_x": len}}, ValueError),
        ({"func": None, "name": "n", "methods": {"a b": len}}, ValueError),
        ({"func": None, "name": "n", "methods": {5: len}}, ValueError),
        ({"func": None, "name": "n", "methods": {"x": 5}}, TypeError),
        ({"func": None, "name": "n", "methods": [("x", len)]}, TypeError),
        ({"func": None, "name": "n", "methods": {f"x{i}": len for i in range(256)}}, ValueError),
        ({"func": None, "name": "n", "methods": {"x": Counter().capability()}}, TypeError),
        ({"func": len, "name": 5}, TypeError),
        ({"func": len, "doc": 5}, TypeError),
    ],
)
def test_capabilities_that_cannot_be(options: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        objcap.capability(options.pop("func"), **options)


def test_classes_that_cannot_be() -> None:
    class Missing(caps.Cap):
        _exports = ("nothing",)

    class Private(caps.Cap):
        _exports = ("_private",)

        def _private(self) -> None: ...

    class Liar(caps.Cap):
        def capability(self, name: str | None = None) -> Any:
            return 5

    with pytest.raises(AttributeError):
        Missing().capability()
    with pytest.raises(ValueError, match="'_private' cannot be the name of a method"):
        Private().capability()
    with Sandbox(grant={"liar": lambda: Liar(), "missing": lambda: [Missing()]}) as box:
        box.exec(HELPERS)
        assert "must return a capability, not int" in box.eval("attempt(liar)")
        assert "AttributeError" in box.eval("attempt(missing)")


# ---------------------------------------------------------------- combinators


def test_combinators_in_a_sandbox() -> None:
    counter = Counter()
    records: list[Any] = []
    revocable = caps.revocable(counter)
    cap = caps.logged(caps.limited(revocable, calls=20), records.append)
    with Sandbox(
        grant={"c": cap, "reading": caps.read_only(counter), "f": caps.limited(max, calls=1)}
    ) as box:
        box.exec(HELPERS)
        box.exec("kept = []; c.visit(lambda one, two: kept.extend([one, two[0]]))")
        box.exec("sub = c.sub('x'); a, b, s = c.many()")
        assert box.eval("[k() for k in kept] + [sub(), a[0]()]") == [
            "called visited",
            "called too",
            "called x",
            "called a",
        ]
        assert box.eval("attempt(reading.add)").startswith(
            "PermissionError: Counter.add: the capability is read"
        )
        assert "read-only" in box.eval("attempt(reading.sub('x').add)")
        assert box.eval("f(1, 2)") == 2 and "limit of calls" in box.eval("attempt(f, 1, 2)")
        assert box.eval("c.add(1)") == 1
        revocable.revoke()
        for use in ("c.add", "sub.add", "kept[0].add", "kept[1]", "a[0]", "b['k'][0].add"):
            assert "was revoked" in box.eval(f"attempt({use})")
    assert [r["name"] for r in records if r["event"] == "callback"] == [
        "Counter, a function that was passed in"
    ]


def test_an_asynchronous_grant_behind_gates() -> None:
    async def later(x: int) -> Any:
        await asyncio.sleep(0)
        return Counter(f"later {x}")

    async def main() -> None:
        revocable = caps.revocable(later)
        async with AsyncSandbox(grant={"later": caps.limited(revocable, calls=5)}) as box:
            await box.exec(HELPERS + "l = later(1)")
            assert await box.eval("l()") == "called later 1"
            revocable.revoke()
            assert "was revoked" in await box.eval("attempt(later, 2)")
            assert "was revoked" in await box.eval("attempt(l)")

    asyncio.run(main())


def test_sealed_values_between_guests() -> None:
    sealer, unsealer = caps.sealing("ticket")
    with (
        Sandbox(grant={"sealer": sealer}) as mint,
        Sandbox() as carrier,
        Sandbox(grant={"unsealer": unsealer}) as office,
    ):
        token = mint.eval("sealer.seal({'to': 'office', 'secret': 5})")
        carrier.exec(HELPERS + "def carry(x):\n  global kept; kept = x; return x")
        carried = carrier.call("carry", token)
        assert carrier.eval("[n for n in dir(kept) if n[0] != '_'], repr(kept)") == (
            [],
            "<capability 'ticket'>",
        )
        assert "cannot be called" in carrier.eval("attempt(kept)")
        office.exec(HELPERS + "def look(x): return attempt(unsealer.unseal, x)")
        assert office.call("look", carried) == {"to": "office", "secret": 5}
        for forged in (len, Counter(), caps.sealing("ticket")[0].seal(5), "ticket"):
            forged = objcap.capability(forged) if callable(forged) else forged
            assert str(office.call("look", forged)).startswith("PermissionError")


# ---------------------------------------------------------------- small ones

DETERMINISTIC = """
import hashlib, random
numbers = random.Random(chance.getrandbits(64))
for i in range(50):
    out.write(f"{clock.time()} {clock.monotonic()} {chance.random()} {numbers.random()}\\n")
    store.set(f"key {i}", chance.randbytes(5))
out.write(repr(store.keys()) + repr(sorted({"a", "b", "c"})) + str(hash("a") == hash("a")))
log("end\\nof it")
"""


def test_two_runs_with_the_same_grants_give_the_same_bytes() -> None:
    runs = []
    for _ in range(2):
        text: list[str] = []
        items: dict[str, Any] = {}
        grants = {
            "clock": caps.Clock(fixed=1_000_000_000, tick=0.25),
            "chance": caps.Random(seed="a seed"),
            "out": caps.Stdout(text.append),
            "log": caps.Log(text.append),
            "store": caps.KeyValue(items, prefix="guest/"),
        }
        with Sandbox(grant=grants) as box:
            box.exec(DETERMINISTIC)
            box.exec("print('to a file', file=out)")
        runs.append(("".join(text), items))
    assert runs[0] == runs[1] and "end\\nof it\n" in runs[0][0]
    assert all(key.startswith("guest/") for key in runs[0][1])


def test_files_that_came_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    directory = caps.Directory(tmp_path, write=True, create=True)
    revocable = caps.revocable(directory)
    records: list[Any] = []
    grants = {
        "r": caps.logged(revocable, records.append),
        "ro": caps.read_only(caps.revocable(directory)),
        "counted": caps.limited(directory, bytes=300),
        "plain": directory,
    }
    with Sandbox(grant=grants) as box:
        box.exec(HELPERS + "f = r.open('a.txt'); w = r.open('new.txt', 'w'); w.write('x' * 1000)")
        box.exec("with r.open('kept.txt', 'w') as k: k.write('kept' * 500)")
        assert box.eval("f.readline(), list(f)") == ("one\n", ["two\n"])
        assert "PermissionError" in box.eval("attempt(ro.open, 'a.txt', 'w')")
        assert box.eval("ro.open('a.txt').read()") == "one\ntwo\n"
        revocable.revoke()
        for call in ("f.read", "r.open, 'a.txt'", "w.close"):
            assert "was revoked" in box.eval(f"attempt({call})")
        box.exec("del w")
        assert box.eval("counted.open('a.txt').read()") == "one\ntwo\n"
        assert "limit of bytes is used up" in box.eval("attempt(lambda: counted.open('kept.txt').read())")
        box.exec("p = plain.open('plain.txt', 'w'); p.write('text'); q = plain.open('a.txt')")
        box.revoke("plain")
        assert "was revoked" in box.eval("attempt(p.close)") and box.eval("q.read()") == "one\ntwo\n"
        box.exec("del p, q")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "kept.txt"]
    assert {"Directory.open", "file 'a.txt'.readline"} <= {record["name"] for record in records}


def test_with_and_for() -> None:
    class Lines(caps.Cap):
        _exports = ("readline", "close")

        def __init__(self, lines: list[Any]) -> None:
            self.lines = lines
            self.closed = 0

        def readline(self) -> Any:
            return self.lines.pop(0)

        def close(self) -> str:
            self.closed += 1
            return "ignored"

    lines, counter = Lines(["a\n", b"b", "", "c", 5, None]), Counter()
    with Sandbox(grant={"l": lines, "c": counter}) as box:
        box.exec(HELPERS)
        box.exec("with l as inner: assert inner is l; got = list(l)")
        assert box.eval("got, list(l), list(l)") == (["a\n", b"b"], ["c"], []) and lines.closed == 1
        assert "has no close(), so it is no context manager" in box.eval("attempt(c.__enter__)")
        for call in ("iter, c", "next, c"):
            assert "TypeError: capability 'Counter' has no readline()" in box.eval(f"attempt({call})")
        box.exec("try:\n  with l: 1 / 0\nexcept ZeroDivisionError: seen = 1")
        assert box.eval("seen") == 1 and lines.closed == 2
