"""Combinators: less of a capability, in any order, and never more."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import objcap
from objcap import caps
from objcap._objcap import wire_size
from objcap.caps import _seal


class Store(caps.Cap):
    """A cap with a method of each kind."""

    _exports = ("read", "write", "sub", "subs", "visit", "fail", "names")
    _reading = ("read", "sub", "subs", "visit", "names")

    def __init__(self, name: str = "top") -> None:
        self.name = name
        self.values: dict[str, Any] = {}
        self.calls: list[str] = []
        self.children: dict[str, Store] = {}

    def read(self, key: str) -> Any:
        self.calls.append("read")
        return self.values.get(key)

    def write(self, key: str, value: Any) -> None:
        self.calls.append("write")
        self.values[key] = value

    def sub(self, name: str) -> Store:
        self.calls.append("sub")
        return self.children.setdefault(name, Store(name))

    def subs(self) -> Any:
        return {"list": [self.sub("a")], "tuple": (self.sub("b"), {"deep": {self.sub("c").capability()}})}

    def visit(self, function: Callable[..., Any]) -> Any:
        return function(self.sub("visited"), key=[self.sub("too")])

    def fail(self) -> None:
        raise LookupError("no such thing")

    def names(self) -> list[str]:
        return sorted(self.values)


def everything_of(store: Any) -> list[Any]:
    """Each way by which a capability comes out of one."""
    found = store.subs()
    seen: list[Any] = []
    store.visit(lambda sub, key: seen.extend([sub, key[0]]))
    return [store.sub("x"), found["list"][0], found["tuple"][0], *found["tuple"][1]["deep"], *seen]


# ---------------------------------------------------------------- one by one


def test_what_stands_for_it_can_be_used_as_it_is() -> None:
    store = caps.attenuate(Store(), caps.Gate())
    store.write("key", [1])
    assert store.read("key") == [1] and store.names() == ["key"]
    assert "read" in dir(store) and store.read.__name__ == "read"
    assert store.sub("a") is store.sub("a")
    with pytest.raises(AttributeError, match="has no 'calls'; it has: read, write"):
        _ = store.calls
    with pytest.raises(TypeError, match="cannot be called"):
        store()
    with pytest.raises(TypeError, match="a callable is needed, not int"):
        caps.attenuate(3, caps.Gate())  # type: ignore[arg-type]


def test_functions_and_capabilities_as_targets() -> None:
    def double(x: int) -> int:
        """Twice."""
        return 2 * x

    raw = objcap.capability(lambda: "called", "raw", methods={"hello": lambda: "hello"})
    for target, arguments, result in (
        (double, (4,), 8),
        (objcap.capability(double), (4,), 8),
        (raw, (), "called"),
    ):
        cap = caps.revocable(target)
        assert cap(*arguments) == result
        cap.revoke()
        with pytest.raises(PermissionError, match="was revoked"):
            cap(*arguments)
    assert caps.limited(double, calls=1).capability().__doc__ == "Twice."
    once = caps.limited(raw, calls=1)
    assert once.hello() == "hello"
    with pytest.raises(PermissionError):
        once()


def test_revoked_with_all_that_came_out_of_it() -> None:
    store = Store()
    cap = caps.revocable(store)
    out = everything_of(cap)
    assert not cap.revoked
    for sub in out:
        assert sub.write("k", 1) is None
    cap.revoke()
    assert cap.revoked
    for sub in [cap, *out]:
        with pytest.raises(PermissionError, match="revoked"):
            sub.write("k", 2)
    assert store.children["visited"].read("k") == 1


def test_functions_passed_in_end_with_it() -> None:
    kept: list[Any] = []

    class Keeper(caps.Cap):
        _exports = ("keep",)

        def keep(self, function: Any) -> Any:
            kept.append(function)
            return function(1)

    cap = caps.revocable(Keeper())
    assert cap.keep(lambda x: x + 1) == 2
    cap.revoke()
    with pytest.raises(PermissionError):
        kept[0](1)


def test_read_only() -> None:
    cap = caps.read_only(Store())
    assert cap.read("x") is None
    for sub in [cap, *everything_of(cap)]:
        with pytest.raises(PermissionError, match="read-only"):
            sub.write("k", 2)
        with pytest.raises(PermissionError, match="read-only"):
            sub.fail()
    with pytest.raises(TypeError, match="does not say what of it only reads"):
        caps.read_only(len)

    class Leaky(caps.Cap):
        _exports = _reading = ("get",)

        def get(self) -> Any:
            return objcap.capability(len, "len")

    with pytest.raises(PermissionError, match="'len' does not say"):
        caps.read_only(Leaky()).get()


def test_read_only_of_its_own() -> None:
    class Own(caps.Cap):
        _exports = ("which",)

        def __init__(self, which: str) -> None:
            self._which = which

        def which(self) -> str:
            return self._which

        def _read_only(self) -> caps.Cap:
            return Own("reading")

    assert caps.read_only(Own("writing")).which() == "reading"
    assert caps.read_only(caps.limited(Own("writing"), calls=3)).which() == "reading"


def test_limit_of_calls() -> None:
    cap = caps.limited(Store(), calls=3)
    sub = cap.sub("a")
    with pytest.raises(LookupError):
        sub.fail()
    assert sub.read("x") is None
    for attempt in (lambda: cap.read("x"), lambda: sub.read("x")):
        with pytest.raises(PermissionError, match="limit of calls"):
            attempt()


def test_limit_in_a_second() -> None:
    now = 0.0
    cap = caps.limited(len, per_second=2, clock=lambda: now)
    assert cap("a") == cap("b") == 1
    with pytest.raises(PermissionError, match="at most 2 calls in 1 seconds"):
        cap("c")
    now = 0.99
    with pytest.raises(PermissionError):
        cap("c")
    now = 1.0
    assert cap("c") == 1
    slow = caps.limited(len, per_second=0.1, clock=lambda: now)
    assert slow("a") == 1
    now = 10.5
    with pytest.raises(PermissionError):
        slow("a")
    now = 11.0
    assert slow("a") == 1


def test_limit_of_bytes() -> None:
    store = Store()
    size = wire_size((("k", "x" * 50), {})) + wire_size(None)
    cap = caps.limited(store, bytes=size)
    assert cap.write("k", "x" * 50) is None
    with pytest.raises(PermissionError, match="limit of bytes"):
        cap.names()
    cap = caps.limited(store, bytes=40)
    with pytest.raises(PermissionError, match="limit of bytes"):
        cap.read("k")  # the result does not fit: it is withheld, and nothing is left
    with pytest.raises(PermissionError, match="limit of bytes"):
        cap.names()
    cap = caps.limited(store, bytes=100)
    with pytest.raises(PermissionError, match="limit of bytes"):
        cap.visit(lambda sub, key: "y" * 200)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"calls": -1}, "calls must be"),
        ({"calls": True}, "calls must be"),
        ({"bytes": 1.5}, "bytes must be"),
        ({"per_second": 0}, "per_second must be"),
        ({"per_second": float("nan")}, "per_second must be"),
    ],
)
def test_limits_that_are_none(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        caps.limited(len, **options)


def test_logged() -> None:
    records: list[dict[str, Any]] = []
    cap = caps.logged(Store(), records.append, clock=lambda: 5.0)
    cap.write("k\n\u202e", b"x" * 10_000)
    cap.sub("a").names()
    with pytest.raises(LookupError):
        cap.fail()
    cap.visit(lambda sub, key: None)
    assert json.loads(json.dumps(records)) == records
    assert "\\u202e" in records[0]["args"][0] and records[0]["args"][1].endswith("... (10000 in all)")
    events = [(record["event"], record["name"]) for record in records]
    assert events[:6] == [
        ("call", "Store.write"),
        ("return", "Store.write"),
        ("call", "Store.sub"),
        ("return", "Store.sub"),
        ("call", "Store.names"),
        ("return", "Store.names"),
    ]
    assert records[7]["error"] == "LookupError" and records[7]["message"] == "'no such thing'"
    assert [event for event, _ in events[8:]] == ["call", "callback", "return", "return"]
    assert records[0]["number"] == records[1]["number"] != records[2]["number"]


def test_a_sink_that_fails_stops_the_call() -> None:
    def sink(record: dict[str, Any]) -> None:
        raise OSError("disk full")

    store = Store()
    with pytest.raises(OSError, match="disk full"):
        caps.logged(store, sink).write("k", 1)
    assert store.calls == []


def test_confirmed() -> None:
    asked: list[str] = []
    answers: list[Any] = [True, False, 1, True]

    def ask(call: caps.Call) -> bool:
        asked.append(str(call))
        return answers.pop(0)

    store = Store()
    cap = caps.confirmed(store, ask)
    cap.write("k", "v\x1b[2J")
    for _ in range(2):  # False, and 1, which is not True
        with pytest.raises(PermissionError, match="was not confirmed"):
            cap.write("k", "w")
    assert cap.read(key="k") == "v\x1b[2J"
    assert asked[0] == "Store.write('k', 'v\\x1b[2J')" and asked[3] == "Store.read(key='k')"
    assert store.calls == ["write", "read"]


def test_expiring() -> None:
    now = 0.0
    cap = caps.expiring(Store(), 10, clock=lambda: now)
    sub = cap.sub("a")
    now = 9.9
    assert sub.read("x") is None
    now = 10.0
    for expired in (cap, sub):
        with pytest.raises(PermissionError, match="expired"):
            expired.read("x")
    for seconds in (-1, "1", float("nan"), True):
        with pytest.raises(ValueError, match="seconds"):
            caps.expiring(len, seconds)  # type: ignore[arg-type]


def test_coroutines_go_through_the_gate() -> None:
    began: list[int] = []

    async def later(x: int) -> Store:
        began.append(x)
        await asyncio.sleep(0)
        return Store()

    cap = caps.limited(caps.revocable(later), calls=2)
    sub = asyncio.run(cap(1))
    assert sub.read("x") is None
    revocable = caps.revocable(later)
    pending = revocable(2)
    revocable.revoke()  # before it began; nothing is waited for
    with pytest.raises(PermissionError, match="revoked"):
        asyncio.run(pending)
    assert began == [1]


# ---------------------------------------------------------------- sealed values


def test_sealed_values() -> None:
    sealer, unsealer = caps.sealing("invoice")
    _, other = caps.sealing()
    token = sealer.seal({"sum": 3})
    assert unsealer.unseal(token) == unsealer.unseal(token.capability()) == {"sum": 3}
    for forged in (
        caps.sealing()[0].seal(1),
        None,
        5,
        Store(),
        objcap.capability(len),
        caps.Cap(),
    ):
        with pytest.raises(PermissionError):
            unsealer.unseal(forged)
    with pytest.raises(PermissionError):
        other.unseal(token)
    cap = token.capability()
    assert repr(cap) == "<capability 'invoice'>"
    with pytest.raises(TypeError, match="cannot be called"):
        cap()
    with pytest.raises(AttributeError):
        _ = cap.unseal


def test_what_guests_have_sealed_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_seal, "_MOST", 1000)
    sealer, unsealer = caps.sealing()
    seal: Any = sealer.capability().seal  # type: ignore[attr-defined]
    held = [seal(b"x" * 400), seal(b"y" * 400)]
    with pytest.raises(OSError, match="sealed at once"):
        seal(b"z" * 400)
    assert unsealer.unseal(held.pop()) == b"y" * 400
    assert unsealer.unseal(seal(b"z" * 400)) == b"z" * 400
    assert unsealer.unseal(sealer.seal(b"x" * 2000)) == b"x" * 2000  # the host's own


def test_sealed_values_stay_behind_their_gate() -> None:
    sealer, unsealer = caps.sealing()
    store = Store()

    class Giver(caps.Cap):
        _exports = _reading = ("give",)

        def give(self) -> caps.Sealed:
            return sealer.seal(store)

    revocable = caps.revocable(Giver())
    sub = unsealer.unseal(revocable.give())
    assert sub.write("k", 1) is None
    token = revocable.give()
    revocable.revoke()
    with pytest.raises(PermissionError, match="revoked"):
        sub.read("k")
    with pytest.raises(PermissionError, match="revoked"):
        unsealer.unseal(token)
    reading = unsealer.unseal(caps.read_only(Giver()).give())
    assert reading.read("k") == 1
    with pytest.raises(PermissionError, match="read-only"):
        reading.write("k", 2)


# ---------------------------------------------------------------- in any order

LAYERS: dict[str, Callable[[Any], Any]] = {
    "revocable": caps.revocable,
    "read_only": caps.read_only,
    "calls": lambda cap: caps.limited(cap, calls=10**6),
    "bytes": lambda cap: caps.limited(cap, bytes=10**9),
    "rate": lambda cap: caps.limited(cap, per_second=10**6),
    "logged": lambda cap: caps.logged(cap, lambda record: None),
    "confirmed": lambda cap: caps.confirmed(cap, lambda call: True),
    "expiring": lambda cap: caps.expiring(cap, 10**6),
    "capability": lambda cap: cap.capability() if isinstance(cap, caps.Cap) else cap,
}
stacks = st.lists(st.sampled_from(sorted(LAYERS)), max_size=6)
actions = st.lists(
    st.sampled_from(["read", "write", "sub", "fail", "names", "visit", "nothing", "calls", "__dict__"]),
    max_size=8,
)


def tried(cap: Any, action: str) -> str:
    """What came of an attempt."""
    try:
        if action == "visit":
            return repr(cap.visit(lambda sub, key: sub.names()))
        if action == "sub":
            return type(cap.sub("a").write("k", 1)).__name__
        arguments = {"read": ("k",), "write": ("k", 1)}.get(action, ())
        return repr(getattr(cap, action)(*arguments))
    except (PermissionError, LookupError, AttributeError, TypeError) as error:
        return type(error).__name__


@given(stacks, actions)
def test_a_stack_never_allows_what_the_original_refuses(names: list[str], attempts: list[str]) -> None:
    plain, attenuated = Store(), Store()
    cap: Any = attenuated.capability()
    for name in names:
        cap = LAYERS[name](cap)
    cap = LAYERS["capability"](cap)  # as a guest has it
    for action in attempts:
        raw = tried(plain.capability(), action)
        got = tried(cap, action)
        if got == "PermissionError" and "read_only" in names:
            assert action in ("write", "sub", "fail")
        else:
            assert got == raw, (names, action)
    if "read_only" in names:
        assert attenuated.values == {} and "write" not in attenuated.calls


@given(stacks, stacks, st.sampled_from(["revoked", "expired", "used up", "refused"]))
def test_one_closed_gate_closes_the_stack(below: list[str], above: list[str], how: str) -> None:
    store = Store()
    now = 0.0
    cap: Any = store
    for name in below:
        cap = LAYERS[name](cap)
    gate: Any = {
        "revoked": lambda: caps.revocable(cap),
        "expired": lambda: caps.expiring(cap, 1, clock=lambda: now),
        "used up": lambda: caps.limited(cap, calls=100),
        "refused": lambda: caps.confirmed(cap, lambda call: now == 0),
    }[how]()
    cap = gate
    for name in above:
        cap = LAYERS[name](cap)
    out = everything_of(cap)
    now = 1.0
    if how == "revoked":
        gate.revoke()
    while how == "used up":
        try:
            gate.names()
        except PermissionError:
            break
    before = len(store.calls)
    for sub in [cap, *out]:
        for action in ("read", "write", "names", "sub"):
            assert tried(sub, action) == "PermissionError", (below, above, action)
    assert len(store.calls) == before


@given(st.integers(0, 20), st.lists(st.sampled_from(["logged", "expiring", "confirmed", "revocable"])))
def test_a_limit_is_exact_wherever_it_is(calls: int, above: list[str]) -> None:
    store = Store()
    cap: Any = caps.limited(store, calls=calls)
    for name in above:
        cap = LAYERS[name](cap)
    for _ in range(calls + 5):
        tried(cap, "names")
        tried(cap, "read")
    assert store.calls.count("read") == calls // 2


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.binary(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
        max_leaves=8,
    )
)
def test_plain_values_pass_unchanged(value: Any) -> None:
    cap = caps.logged(caps.revocable(lambda x: x), lambda record: json.dumps(record) and None)
    assert repr(cap(value)) == repr(value)


# ---------------------------------------------------------------- threads


def test_after_revoke_has_returned_no_call_begins() -> None:
    for _ in range(20):
        over = threading.Event()
        late: list[str] = []
        made: list[int] = []

        def work() -> None:
            for _ in range(20):
                if over.is_set():  # noqa: B023
                    late.append("begun after revoke()")  # noqa: B023
                made.append(1)  # noqa: B023

        cap = caps.limited(caps.revocable(caps.logged(work, lambda record: None)), calls=10**6)
        revocable = cap._target

        def call() -> None:
            while True:
                try:
                    cap()  # noqa: B023
                except PermissionError:
                    return

        threads = [threading.Thread(target=call) for _ in range(6)]
        for thread in threads:
            thread.start()
        while not made:
            pass
        revocable.revoke()
        over.set()
        for thread in threads:
            thread.join()
        assert late == []


def test_limits_hold_between_threads() -> None:
    count = 0
    lock = threading.Lock()

    def work() -> bytes:
        nonlocal count
        with lock:
            count += 1
        return b"x" * 95

    def call() -> None:
        for _ in range(500):
            with contextlib.suppress(PermissionError):
                received.append(len(cap()))

    for cap, most in ((caps.limited(work, calls=100), 100), (caps.limited(work, bytes=110 * 50), 50)):
        count = 0
        received: list[int] = []
        threads = [threading.Thread(target=call) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(received) <= most and cap
        assert count >= len(received) > 0


def test_revoked_from_inside_and_without_waiting() -> None:
    def inside() -> str:
        cap.revoke()
        return "done"

    cap: Any = caps.revocable(inside)
    assert cap() == "done" and cap.revoked
    entered, leave = threading.Event(), threading.Event()

    def slow() -> None:
        entered.set()
        leave.wait()

    other = caps.revocable(slow)
    thread = threading.Thread(target=other)
    thread.start()
    entered.wait()
    other.revoke(wait=False)
    with pytest.raises(PermissionError):
        other()
    leave.set()
    thread.join()
