"""The clock that a host has chosen, as time and datetime show it; runs that can be repeated."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from typing import Any

import pytest

from objcap import Sandbox, caps

FIXED = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)

LOOK = """
import time, datetime, warnings
warnings.simplefilter("ignore")
D = datetime.datetime
utc = datetime.timezone.utc
class Sub(D):
    pass
seen = [
    time.time(), time.time_ns(), time.monotonic(), time.monotonic_ns(),
    time.perf_counter(), time.perf_counter_ns(), time.process_time(), time.process_time_ns(),
    time.thread_time_ns(), time.clock_gettime(time.CLOCK_REALTIME),
    time.clock_gettime_ns(time.CLOCK_MONOTONIC), time.clock_gettime_ns(2),
    tuple(time.gmtime())[:6], tuple(time.gmtime(None))[:6], time.strftime("%Y"), time.ctime()[-4:],
    time.asctime()[-4:], time.localtime().tm_year, time.gmtime(0).tm_year,
    time.strftime("%Y", time.gmtime(0)),
    str(D.now(utc)), str(D.now(tz=utc)), str(D.utcnow()), D.today().year, str(datetime.date.today())[:7],
    type(Sub.now(utc)).__name__, str(Sub.utcnow()), D.now().tzinfo, D.now(None).year,
]
def no(f, *args, **names):
    try:
        f(*args, **names)
    except Exception as error:
        return type(error).__name__
seen.append([no(D.now, 5), no(D.now, zone=utc), no(D.now, utc, utc), no(time.gmtime, "x"),
    no(time.sleep, -1), no(time.sleep, float("nan")), no(time.sleep, "1")])
"""
SHOWN = [
    FIXED.timestamp(), 1767323045678901000, 0.0, 0, 0.0, 0, 0.0, 0, 0, FIXED.timestamp(), 0, 0,
    (2026, 1, 2, 3, 4, 5), (2026, 1, 2, 3, 4, 5), "2026", "2026", "2026", 2026, 1970, "1970",
    "2026-01-02 03:04:05.678901+00:00", "2026-01-02 03:04:05.678901+00:00",
    "2026-01-02 03:04:05.678901", 2026,
    "2026-01", "Sub", "2026-01-02 03:04:05.678901", None, 2026,
    ["TypeError", "TypeError", "TypeError", "TypeError", "ValueError", "ValueError", "TypeError"],
]  # fmt: skip


def test_a_fixed_clock_in_a_sandbox() -> None:
    with Sandbox(clock=caps.Clock(fixed=FIXED)) as box:
        box.exec(LOOK)
        assert box.eval("seen") == SHOWN
        box.exec("time.sleep(3600); time.sleep(0.5); import asyncio; asyncio.run(asyncio.sleep(60))")
        assert box.eval("time.time() - seen[0], time.monotonic()") == (3660.5, 3660.5)
        with box.fork() as twin:
            twin.exec("time.sleep(10)")
            assert (twin.eval("time.monotonic()"), box.eval("time.monotonic()")) == (3670.5, 3660.5)
        box.exec("time.sleep(1e300); time.sleep(1e300); time.sleep(float('inf'))")
        assert box.eval("D.now(utc).year") < 2300
        box.exec("from _objcap_guest import set_clock")
        assert box.run("try: set_clock(1, 5, 5, 5)\nexcept PermissionError as e: print(e)").stdout


def test_a_fixed_clock_in_a_locked_interpreter() -> None:
    program = """
    import objcap
    from datetime import datetime, timezone
    from objcap.caps import Clock
    clock = Clock(fixed=datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=timezone.utc))
    source = SOURCE
    objcap.lockdown(objcap.Policy(clock=clock))
    names = {}
    exec(source, names)
    print(names["seen"])
    """
    program = textwrap.dedent(program).replace("SOURCE", repr(LOOK))
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert run.stdout == f"{SHOWN}\n", run.stderr


def test_other_clocks_in_a_sandbox() -> None:
    with Sandbox(clock=caps.Clock(fixed=100, tick=0.5)) as box:
        box.exec("import time")
        assert box.eval("[time.time() for i in range(3)] + [time.monotonic()]") == [100, 100.5, 101, 1.5]
    with Sandbox(clock=caps.Clock(start=1000)) as box:
        box.exec(
            "import time\nfirst = time.time_ns()\nwhile time.time_ns() == first: pass\ntime.sleep(0.001)"
        )
        assert 1000 * 10**9 <= box.eval("first") < 2000 * 10**9 and box.eval("time.monotonic()") > 0.001
    with Sandbox(clock=caps.Clock(resolution=3600)) as box:
        box.exec("import time, datetime")
        assert box.eval("time.time() % 3600, time.perf_counter(), datetime.datetime.now().microsecond") == (
            0,
            0,
            0,
        )
        assert box.eval("time.clock_getres(time.CLOCK_REALTIME)") == 3600
    with Sandbox() as box:
        assert box.eval("__import__('time').time()") > 1.7e9
        box.exec("from _objcap_guest import set_clock")
        assert box.run("try: set_clock(1, 5, 5, 5)\nexcept PermissionError as e: print(e)").stdout


REPEATABLE = """
import random, time, json, datetime
words = {chr(97 + i % 26) * (i % 7 + 1) for i in range(200)}
print(list(words), hash("text"), hash(b"bytes"), random.random(), random.sample(range(10**6), 5))
print(datetime.datetime.now(datetime.timezone.utc), time.perf_counter())
print(json.dumps({str(word): 1 for word in words}))
random.shuffle(numbers := list(range(50)))
print(numbers, frozenset(words) == words, [*map(hash, (1.5, None is None, (1, "x")))])
"""


def test_a_seed_and_a_clock_make_runs_the_same() -> None:
    program = f"""
    from objcap import Sandbox, caps
    with Sandbox(clock=caps.Clock(fixed=1), seed=SEED) as box:
        print(box.run({REPEATABLE!r}).stdout)
    """
    outputs: list[Any] = []
    for seed in (5, 5, 6):  # each with a zygote of its own
        source = textwrap.dedent(program).replace("SEED", str(seed))
        run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=120)
        assert run.returncode == 0, run.stderr
        outputs.append(run.stdout)
    assert outputs[0] == outputs[1] != outputs[2] and len(outputs[0]) > 1000
    with Sandbox(clock=caps.Clock(fixed=1), seed=5, preload=["json"]) as box:
        assert box.run(REPEATABLE).stdout + "\n" == outputs[0]


@pytest.mark.parametrize(
    "options",
    [
        {"clock": 5},
        {"clock": "fixed"},
        {"seed": "x"},
        {"seed": True},
        {"seed": 1 << 64},
        {"clock": caps.Clock(fixed=datetime(2100, 1, 1, tzinfo=UTC))},
    ],
)
def test_clocks_and_seeds_that_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        Sandbox(**options)
