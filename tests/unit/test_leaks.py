"""What happens again and again leaves nothing behind: counted in blocks of the allocator, and in pages."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from support import clean_environment

# In a guest sys.getallocatedblocks() is not there: it tells of the host's objects too. What a locked process
# leaves behind is measured from the broker, by the memory of both processes.
MEASURE = """
import gc, sys
count = sys.getallocatedblocks

def growth(step, rounds=200, warm=100):
    "Blocks that a round leaves behind, the smallest of three measures."
    for _ in range(warm):
        step()
    grown = []
    for _ in range(3):
        gc.collect()
        before = count()
        for _ in range(rounds):
            step()
        gc.collect()
        grown.append((count() - before) / rounds)
    return min(grown)

def check(step, name, most=0.1, **sizes):
    grown = growth(step, **sizes)
    assert grown < most, (name, grown)
"""


def run(program: str) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", MEASURE + textwrap.dedent(program)],
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr + done.stdout


def test_a_lockdown_that_is_refused_leaves_nothing() -> None:
    run("""
        import objcap

        def refused():
            try:
                raise ValueError
            except ValueError:
                try:
                    objcap.lockdown()
                except objcap.LockdownError:
                    return
            raise AssertionError

        def no_such_module():
            try:
                objcap.lockdown(objcap.Policy(modules=["no_such_module_anywhere"]))
            except objcap.LockdownError:
                return
            raise AssertionError

        check(refused, "an exception is handled")
        check(no_such_module, "a module that is not there", most=0.5, rounds=500, warm=300)
    """)


PAGES = """
import os, objcap

def pages(number):
    with open(f"/proc/{number}/statm") as file:
        return int(file.read().split()[1])

@objcap.capability
def memory():
    "Pages of the broker and of the locked process."
    gc.collect()
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        child = int(file.read().split()[0])
    return [pages(os.getpid()), pages(child)]

work = objcap.capability(lambda *values: list(values), "work")
visit = objcap.capability(lambda function: function(1), "visit")

@objcap.capability
def fail(value):
    raise LookupError(value)

def host():
    pass

DEEP = []
for _ in range(5000):
    DEEP = [DEEP]
GIVEN = {name: globals()[name] for name in "work visit fail memory host DEEP".split()}
objcap.lockdown()
"""

LEAVES = """
import gc, os, sys

def leaves(step, rounds):
    "Pages that `rounds` leave in the broker and here, the smallest of three measures."
    grown = []
    for _ in range(rounds // 2):
        step()
    for _ in range(3):
        gc.collect()
        before = memory()
        for _ in range(rounds):
            step()
        gc.collect()
        grown.append([after - first for first, after in zip(before, memory())])
    return [min(side) for side in zip(*grown)]

def fails(kind, call):
    try:
        call()
    except kind:
        return
    raise AssertionError
"""

# A block of 32 bytes in each of 8,000 rounds is 62 pages.
STEPS = {
    "value": ("work([1, 'two', {'three': 3.0}], (None, b'x'))", 8000),
    "error of the function": ("fails(LookupError, lambda: fail('x'))", 8000),
    "argument that may not cross": ("fails(TypeError, lambda: work(object()))", 8000),
    "deep argument": ("fails(TypeError, lambda: work(DEEP))", 2000),
    "callback": ("assert visit(lambda number: number + 1) == 2", 8000),
    "callback that fails": ("fails(Exception, lambda: visit(lambda number: 1 / 0))", 8000),
    "import of Python": ("import colorsys; del sys.modules['colorsys']", 1500),
    "import of a twin": ("import gc; del sys.modules['gc']", 1500),
    "import that is refused": ("fails(ImportError, lambda: __import__('socket'))", 4000),
    "compile": ("exec(compile('def f(a): return [a for a in range(3)]\\nf(1)', '<x>', 'exec'), {})", 8000),
    "compile that fails": ("fails(SyntaxError, lambda: compile('a b', '<x>', 'exec'))", 8000),
    "class": ("type('X', (), {'__slots__': ('a',)})().a = 1", 4000),
    "refused function": ("fails(PermissionError, lambda: os.listdir('/'))", 8000),
    "opaque attribute": ("fails(AttributeError, lambda: host.__globals__)", 8000),
    "frame": ("assert sys._getframe().f_back is not None", 8000),
    "output": ("print('', end='')", 8000),
}


@pytest.mark.parametrize("step", STEPS, ids=list(STEPS))
def test_what_a_guest_repeats_leaves_nothing_on_either_side(step: str) -> None:
    code, rounds = STEPS[step]
    guest = (
        LEAVES
        + f"\ndef step():\n    {code}\n\ngrown = leaves(step, {rounds})\nassert max(grown) <= 24, grown\n"
    )
    run(PAGES + f"\nexec({guest!r}, GIVEN)\n")
