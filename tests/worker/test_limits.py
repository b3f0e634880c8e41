"""Limits: each ends what exceeds it, and says so; the sandbox lives on where that is promised."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

import objcap
from objcap import Sandbox

FILLERS = [
    'a = ["spam"]\nwhile 1: a = a + a',
    "a = []\nwhile 1: a.append('x' * 50)",
    "a = []\nwhile 1: a.append([])",
    "a = 'x' * (1 << 40)",
    "a = bytearray(1 << 40)",
    "a = 1 << (1 << 40)",
    "a = {}\nwhile 1: a[len(a)] = {}",
    "a = []\nwhile 1: a.append(b'x' * 100000)",
    "a = list(range(10**9))",
    "import itertools\na = list(itertools.repeat(0))",
    "a = '%0*d' % (10**9, 1)",
    "a = ''\nwhile 1: a += 'x' * 1000000",
    "a = set()\nwhile 1: a.add(len(a))",
    "a = []\nwhile 1:\n    try: a.append('x' * 1000)\n    except MemoryError: a = [a]; raise",
]


@pytest.mark.parametrize("source", FILLERS)
def test_memory_and_the_session_lives_on(source: str) -> None:
    with Sandbox(memory="24 MiB", wall=60) as box:
        with pytest.raises(objcap.MemoryLimit):
            box.exec(source)
        assert box.alive
        box.exec("a = None")
        assert box.eval("1 + 1") == 2


def test_a_guest_may_catch_memory_error() -> None:
    with Sandbox(memory="24 MiB", wall=60) as box:
        source = "try: a = 'x' * (1 << 30)\nexcept MemoryError: a = 'caught'\na"
        assert box.run(source).value == "caught"


def test_memory_that_is_filled_stays_filled_and_every_command_says_so_or_works() -> None:
    with Sandbox(memory="16 MiB", wall=60) as box:
        with pytest.raises(objcap.MemoryLimit):
            box.exec("a = []\nwhile 1: a.append('x' * 40)")
        for _ in range(20):
            with contextlib.suppress(objcap.MemoryLimit):
                box.exec("b = 'x' * 5000000")
        assert box.alive
        box.exec("a = b = None")
        assert box.eval("2") == 2


def test_a_guest_that_eats_every_memory_error() -> None:
    source = "a = []\nwhile 1:\n    try:\n        while 1: a.append('x' * 40)\n    except MemoryError: pass"
    with Sandbox(memory="16 MiB", wall=2) as box, pytest.raises((objcap.WallLimit, objcap.MemoryLimit)):
        box.exec(source)


def test_memory_error_while_the_error_is_told() -> None:
    source = (
        "a = []\nclass E(Exception):\n    def __str__(self):\n        while 1: a.append('x' * 100)\nraise E"
    )
    with Sandbox(memory="16 MiB", wall=60) as box:
        with pytest.raises((objcap.MemoryLimit, objcap.GuestError)):
            box.exec(source)
        if box.alive:
            box.exec("a.clear()")
            assert box.eval("1") == 1


def test_an_input_that_does_not_fit() -> None:
    with Sandbox(memory="8 MiB") as box, pytest.raises(objcap.MemoryLimit):
        box.run("1", {"x": [0] * 1_500_000})


def test_no_memory_limit() -> None:
    with Sandbox(memory=None) as box:
        assert box.run("len('x' * 300_000_000)").value == 300_000_000


def test_cpu() -> None:
    with Sandbox(cpu=0.3, wall=120) as box:
        with pytest.raises(objcap.CpuLimit, match=r"0\.3"):
            box.exec("while 1: pass")
        assert not box.alive
        with pytest.raises(objcap.SandboxClosed):
            box.eval("1")


def test_cpu_counts_over_calls_and_forks() -> None:
    with Sandbox(cpu=1.0, wall=120) as box:
        box.exec("for i in range(10): pass")
        with box.fork() as twin, pytest.raises(objcap.CpuLimit):
            twin.exec("while 1:\n    try:\n        while 1: pass\n    except BaseException: pass")
        assert box.eval("1") == 1


WALLED = [
    "while 1: pass",
    "10**10**8",
    "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
    "while 1:\n    try:\n        while 1: pass\n    except BaseException: pass",
    "import time\ntime.sleep(1000)",
    "sum(range(10**12))",
    "class E(Exception):\n    def __str__(self):\n        while 1: pass\nraise E",
]


@pytest.mark.parametrize("source", WALLED)
def test_wall(source: str) -> None:
    with Sandbox(wall=0.4, memory=None) as box:
        box.eval("1")
        with pytest.raises((objcap.WallLimit, objcap.GuestError)) as caught:
            box.exec(source)
        assert not isinstance(caught.value, objcap.GuestError) or "Module" in caught.value.type
        if box.alive:
            assert box.eval("1") == 1


def test_a_guest_that_ends_when_told_lives_on() -> None:
    with Sandbox(wall=1) as box:
        box.exec("x = 5")
        with pytest.raises(objcap.WallLimit):
            box.exec("while 1: pass")
        if box.alive:  # a busy machine may not let it end in time
            assert box.eval("x") == 5


def test_wall_in_nested_calls_is_that_of_the_outermost() -> None:
    with Sandbox(wall=1) as box:
        box.grant("again", lambda: box.exec("while 1: pass"))
        with pytest.raises(objcap.WallLimit):
            box.exec("try: again()\nexcept BaseException: pass\nwhile 1: pass")
        assert not box.alive


def test_output() -> None:
    with Sandbox(output=1000, wall=60) as box:
        box.exec("print('x' * 900)")
        with pytest.raises(objcap.OutputLimit, match="1000"):
            box.exec("while 1: print('x' * 100)")
        assert not box.alive and len(box.stdout) <= 1000


def test_message_to_the_guest() -> None:
    with Sandbox(message=10_000) as box:
        with pytest.raises(objcap.MessageLimit, match="10000"):
            box.run("1", {"x": "x" * 20_000})
        assert box.run("len(x)", {"x": "x" * 5000}).value == 5000


@pytest.mark.parametrize("source", ["'x' * 20000", "[0] * 2000", "f('x' * 20000)"])
def test_message_from_the_guest(source: str) -> None:
    with Sandbox(message=10_000, grant={"f": len}) as box:
        with pytest.raises(objcap.MessageLimit, match="10000"):
            box.eval(source)
        assert not box.alive


def test_message_of_a_grant_is_the_guests_error() -> None:
    with Sandbox(message=10_000, grant={"f": lambda: "x" * 20_000}) as box:
        with pytest.raises(objcap.GuestError, match="limit"):
            box.eval("f()")
        assert box.eval("1") == 1


def test_grant_calls() -> None:
    calls: list[Any] = []
    with Sandbox(grant={"f": lambda: calls.append(1)}, grant_calls=5) as box:
        for _ in range(2):
            box.exec("for i in range(5): f()")
        with pytest.raises(objcap.CallLimit, match="5"):
            box.exec("while 1: f()")
        assert len(calls) == 15 and not box.alive


def test_recursion() -> None:
    with Sandbox(recursion=100) as box:
        box.exec("def f(n): return n and 1 + f(n - 1)")
        assert box.eval("f(30)") == 30
        with pytest.raises(objcap.GuestError, match="RecursionError"):
            box.eval("f(200)")
        assert box.eval("f(30)") == 30


@pytest.mark.parametrize(
    "source",
    [
        "def f(): f()\nf()",
        "x = []\nfor i in range(100000): x = [x]\nrepr(x)",
        "class A:\n    def __getattr__(self, name): return getattr(self, name)\nA().x",
        "eval('(' * 1000 + ')' * 1000)",
        "f = lambda: 1\nfor i in range(300): f = (lambda g: lambda: g())(f)\nsorted([f], key=lambda g: g())",
    ],
)
def test_deep_recursion_ends(source: str) -> None:
    ends = (objcap.GuestError, objcap.WorkerCrashed, objcap.MemoryLimit)
    with Sandbox(wall=60) as box, contextlib.suppress(*ends):
        box.exec(source)
    assert objcap.run("1").value == 1
