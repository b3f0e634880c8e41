"""The small capabilities: clocks, random numbers, text sinks, and a store."""

from __future__ import annotations

import errno
import io
import multiprocessing
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from objcap import caps

# ---------------------------------------------------------------- clocks


def test_a_fixed_clock_stands_or_ticks() -> None:
    clock = caps.Clock(fixed=datetime(2026, 1, 2, tzinfo=UTC))
    assert clock.time() == clock.time() == datetime(2026, 1, 2, tzinfo=UTC).timestamp()
    assert clock.monotonic() == 0 and clock.time_ns() == int(clock.time()) * 10**9
    ticking = caps.Clock(fixed=100, tick=0.5)
    assert [ticking.time() for _ in range(3)] == [100, 100.5, 101]
    assert ticking.monotonic() == 1.5


def test_a_clock_with_a_start_goes_on() -> None:
    clock = caps.Clock(start=1000)
    first = clock.time_ns()
    assert 1000 * 10**9 <= first <= clock.time_ns()
    while clock.time_ns() == first:
        pass
    coarse = caps.Clock(resolution=1000)
    assert coarse.time_ns() % (1000 * 10**9) == 0 and coarse.monotonic_ns() == 0
    assert abs(caps.Clock().time() - time.time()) < 1000


@pytest.mark.parametrize(
    "options",
    [
        {"fixed": 1, "start": 2},
        {"fixed": -1},
        {"fixed": float("nan")},
        {"fixed": 1e300},
        {"fixed": "now"},
        {"fixed": True},
        {"tick": 1},
        {"fixed": datetime(2026, 1, 1)},
        {"resolution": -1},
    ],
)
def test_clocks_that_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        caps.Clock(**options)


# ---------------------------------------------------------------- random numbers


def test_a_seed_gives_the_numbers_of_python() -> None:
    for seed in (1, "text", b"bytes"):
        ours, theirs = caps.Random(seed), random.Random(seed)
        assert [ours.random(), ours.getrandbits(100), ours.randbytes(5), ours.randrange(3, 90)] == [
            theirs.random(),
            theirs.getrandbits(100),
            theirs.randbytes(5),
            theirs.randrange(3, 90),
        ]
    assert caps.Random().randbytes(20) != caps.Random().randbytes(20)
    assert caps.Random().randrange(1) == 0


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("randbytes", (1 << 40,)),
        ("randbytes", (-1,)),
        ("randbytes", (True,)),
        ("getrandbits", (1 << 40,)),
        ("randrange", (1 << (1 << 24),)),
        ("randrange", (0,)),
        ("randrange", (1.5,)),
    ],
)
def test_not_all_the_randomness_there_is(method: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError):
        getattr(caps.Random(), method)(*arguments)
    with pytest.raises(TypeError):
        caps.Random(1.5)  # type: ignore[arg-type]


# ---------------------------------------------------------------- text


def test_a_log_takes_one_line_at_a_time() -> None:
    file = io.StringIO()
    log = caps.Log(file)
    log("plain")
    log.write("two\nlines\r\x1b[2J\u2028\u202e\ud800 é")
    assert file.getvalue() == "plain\ntwo\\nlines\\r\\x1b[2J\\u2028\\u202e\\ud800 é\n"
    with pytest.raises(TypeError):
        log(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [caps.Log, caps.Stdout])
def test_limits_of_text_are_exact(kind: Any) -> None:
    parts: list[str] = []
    out = kind(parts.append, max_bytes=10)
    out.write("é" * (4 if kind is caps.Log else 5))
    with pytest.raises(OSError) as caught:
        out.write("ab")
    assert caught.value.errno == errno.EDQUOT
    assert len("".join(parts).encode()) in (9, 10)
    out = kind(parts.append, max_lines=2)
    out.write("a" if kind is caps.Log else "a\n")
    out.write("a" if kind is caps.Log else "a\n")
    with pytest.raises(OSError):
        out.write("a" if kind is caps.Log else "a\n")
    for limits in ({"max_bytes": -1}, {"max_lines": 1.0}):
        with pytest.raises(ValueError):
            kind(parts.append, **limits)
    with pytest.raises(TypeError):
        kind(5)


def test_stdout_is_a_file_for_print() -> None:
    file = io.StringIO()
    out = caps.Stdout(file)
    print("a", "b", file=out, flush=True)  # type: ignore[call-overload]
    out.writelines(["c", "d\ud800"])
    assert file.getvalue() == "a b\ncd\\ud800"
    assert out.write("\ud800") == 1


def test_limits_of_text_hold_between_threads() -> None:
    parts: list[str] = []
    out = caps.Stdout(parts.append, max_bytes=1000)

    def work() -> None:
        try:
            while True:
                out.write("abc")
        except OSError:
            pass

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len("".join(parts)) == 999


# ---------------------------------------------------------------- a store


@pytest.fixture(params=["dict", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    return {} if request.param == "dict" else tmp_path / "store.sqlite"


def test_what_is_set_is_there(store: Any) -> None:
    keys = caps.KeyValue(store)
    assert keys.get("a") is None and keys.get("a", 5) == 5 and not keys.contains("a")
    for value in ("text\0é", b"bytes\0\xff", "", b""):
        keys.set("a", value)
        assert keys.get("a") == value and type(keys.get("a")) is type(value)
    keys.set("b/é\0", "x")
    assert (
        keys.keys() == ["a", "b/é\0"] and keys.keys("b/") == ["b/é\0"] and keys.keys(after="a") == ["b/é\0"]
    )
    assert keys.keys(limit=1) == ["a"] and keys.count() == 2
    assert keys.delete("a") is True and keys.delete("a") is False
    assert keys.usage() == {"items": 1, "bytes": 5 + 1}
    again = caps.KeyValue(store)
    assert again.get("b/é\0") == "x"


@pytest.mark.parametrize(
    ("method", "arguments", "error"),
    [
        ("get", (b"bytes",), TypeError),
        ("get", (5,), TypeError),
        ("set", ("k", 5), TypeError),
        ("set", ("k", None), TypeError),
        ("set", ("k", bytearray(b"x")), TypeError),
        ("set", ("k", "\ud800"), ValueError),
        ("set", ("\ud800", "v"), ValueError),
        ("set", ("k" * 1025, "v"), ValueError),
        ("keys", ("", None, 1), TypeError),
        ("keys", (5,), TypeError),
    ],
)
def test_keys_and_values_that_are_none(
    store: Any, method: str, arguments: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        getattr(caps.KeyValue(store), method)(*arguments)
    assert caps.KeyValue(store).count() == 0


def test_no_key_reaches_outside_its_prefix(store: Any) -> None:
    everything = caps.KeyValue(store)
    everything.set("user10/secret", "s")
    everything.set("user1", "s")
    everything.set("user0/x", "s")
    one = caps.KeyValue(store, prefix="user1/")
    one.set("../user10/secret", "mine")
    one.set("", "empty")
    one.set("%", "percent")
    assert everything.get("user10/secret") == "s"
    assert one.keys() == ["", "%", "../user10/secret"]
    for key in ("0/secret", "../user10/secrets", "user10/secret", "*", "_"):
        assert one.get(key) is None and not one.delete(key)
    assert one.keys(after="") == ["%", "../user10/secret"] and one.count() == 3
    for prefix in ("user1", "a\ud800/"):
        with pytest.raises(ValueError):
            caps.KeyValue(store, prefix=prefix)


def test_quotas_are_exact(store: Any) -> None:
    keys = caps.KeyValue(store, prefix="p/", quota_bytes=20, quota_items=2)
    caps.KeyValue(store).set("other", "x" * 100)
    keys.set("a", "x" * 7)  # 3 + 7
    keys.set("b", b"x" * 7)
    for key, value in (("c", ""), ("a", "x" * 8), ("a", "é" * 4)):
        with pytest.raises(OSError) as caught:
            keys.set(key, value)
        assert caught.value.errno == errno.EDQUOT
    assert keys.get("a") == "x" * 7 and keys.usage() == {"items": 2, "bytes": 20}
    keys.set("a", "")
    keys.set("b", "x" * 14)
    keys.delete("a")
    caps.KeyValue(store, prefix="p/").set("d", "")
    with pytest.raises(OSError):
        keys.set("b", "x" * 18)  # somebody else has used it up
    keys.set("b", "x" * 14)


def test_quotas_hold_between_threads(store: Any) -> None:
    def work(name: str) -> None:
        keys = caps.KeyValue(store, quota_items=40, quota_bytes=40 * 6)
        for i in range(30):
            try:
                keys.set(f"{name}{i:02}", "abc")
            except OSError as error:
                assert error.errno == errno.EDQUOT

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert caps.KeyValue(store).usage() == {"items": 40, "bytes": 40 * 6}


def test_what_the_store_says_has_no_path(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    keys = caps.KeyValue(path)
    keys.set("a", "b")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE objcap")
    connection.close()
    with pytest.raises(OSError) as caught:
        keys.get("a")
    assert str(tmp_path) not in str(caught.value)
    with pytest.raises(OSError) as caught:
        caps.KeyValue(tmp_path / "missing" / "store")
    assert str(tmp_path) not in str(caught.value)
    for store in (5, None, ["list"]):
        with pytest.raises(TypeError):
            caps.KeyValue(store)  # type: ignore[arg-type]


def test_what_was_set_survives_the_death_of_the_process(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    program = (
        "import sys\nfrom objcap import caps\nkeys = caps.KeyValue(sys.argv[1], quota_bytes=10**8)\n"
        "for i in range(10**6):\n keys.set(f'{i:06}', 'x' * 3000); print(i, flush=True)\n"
    )
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(40):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            told = process.stdout.read().split()
        keys = caps.KeyValue(path)
        most = int(told[-1]) if told else 39
        for i in range(most + 1):
            assert keys.get(f"{i:06}") == "x" * 3000
        assert keys.count() - (most + 1) in (0, 1)
        for key in caps.KeyValue(path).keys():  # noqa: SIM118
            keys.delete(key)


def test_a_store_after_a_fork(tmp_path: Path) -> None:
    keys = caps.KeyValue(tmp_path / "store.sqlite")
    keys.set("a", "b")
    process = multiprocessing.get_context("fork").Process(target=lambda: keys.set("child", str(os.getpid())))
    process.start()
    process.join()
    assert process.exitcode == 0 and keys.get("child") == str(process.pid)


@given(
    st.lists(st.tuples(st.sampled_from(["set", "delete", "get"]), st.text(max_size=3), st.binary(max_size=8)))
)
def test_a_store_is_a_dict(steps: list[tuple[str, str, bytes]]) -> None:
    model: dict[str, bytes] = {}
    stores: list[Any] = [
        caps.KeyValue({}),
        caps.KeyValue({}, prefix="p/"),
    ]
    for what, key, value in steps:
        try:
            key.encode()
        except UnicodeEncodeError:
            continue
        for keys in stores:
            if what == "set":
                keys.set(key, value)
            elif what == "delete":
                assert keys.delete(key) == (key in model)
            else:
                assert keys.get(key) == model.get(key)
        if what == "set":
            model[key] = value
        elif what == "delete":
            model.pop(key, None)
    for keys in stores:
        assert keys.keys() == sorted(model, key=str.encode)
