"""Asks what is refused again while allocations fail: a guard that gets no memory must not let through.

    python tests/no_memory.py [--plant]

A host application locks itself down; then everything that a guest may not learn about the objects of
``tests/host_harness.py`` is asked for while the first, second, ... allocation fails, alone and with
those that follow it. A question that is refused with memory and answered without is a hole, and the exit
status is 1. ``--plant`` adds one. Allocations are made to fail by CPython's own ``_testcapi``; without it
the status is 77.
"""

from __future__ import annotations

import itertools
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import host_harness

try:
    import _testcapi
except ImportError:
    print("this build of Python has no _testcapi")
    sys.exit(77)

import objcap

ATTRIBUTES = [
    "__dict__",
    "__code__",
    "__closure__",
    "__globals__",
    "__defaults__",
    "__kwdefaults__",
    "__annotations__",
    "__builtins__",
    "__wrapped__",
    "__self__",
    "__func__",
    "__callback__",
    "__traceback__",
    "__context__",
    "__cause__",
    "__subclasses__",
    "__thisclass__",
    "__self_class__",
    "__type_params__",
    "gi_frame",
    "gi_code",
    "gi_yieldfrom",
    "cr_frame",
    "cr_code",
    "cr_await",
    "ag_frame",
    "ag_code",
    "ag_await",
    "f_back",
    "f_locals",
    "f_globals",
    "f_builtins",
    "f_code",
    "tb_frame",
    "tb_next",
]
starve, feed = _testcapi.set_nomemory, _testcapi.remove_mem_hooks
FAILURES = [(first, length) for first in range(40) for length in (0, 1, 2, 3, 5)]  # length 0: all that follow

Question = tuple[str, Callable[..., Any], tuple[Any, ...]]


def leaky() -> str:
    """Refuse, but answer when memory is short: the planted hole."""
    try:
        bytes(100)
    except MemoryError:
        return "a planted hole"
    raise PermissionError("refused")


def questions(names: dict[str, Any]) -> Iterator[Question]:
    """What a guest would like to know: a label, a function, its arguments."""
    for name, value in names.items():
        for attribute in ATTRIBUTES:
            yield f"{name}.{attribute}", getattr, (value, attribute)
            yield f"object.__getattribute__({name}, {attribute})", object.__getattribute__, (value, attribute)
        yield f"{name}.__reduce_ex__(4)", object.__reduce_ex__, (value, 4)
        yield f"dir({name})", dir, (value,)
        yield f"vars({name})", vars, (value,)
        yield f"getweakrefs({name})", weakref.getweakrefs, (value,)
        if isinstance(value, type):
            yield f"type.__subclasses__({name})", type.__subclasses__, (value,)
            yield f"type.__getattribute__({name})", type.__getattribute__, (value, "__dict__")
    consume = names["host_list_consume"]
    for function in (globals, locals, vars, dir):
        yield (
            f"{function.__name__}() called by C on a frame of the host",
            lambda function=function: consume(itertools.islice(iter(function, 0), 1)),
            (),
        )
    yield "eval() called by C on a frame of the host", lambda: consume(map(eval, ["HOST_SECRET"])), ()
    yield "super() called by C on a frame of the host", lambda: names["host_caller"](super), ()
    yield "type.__subclasses__(object)", type.__subclasses__, (object,)


def refused(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bool:
    """Is that refused?"""
    try:
        function(*arguments)
    except Exception:
        return True
    return False


def refused_without_memory(
    function: Callable[..., Any], arguments: tuple[Any, ...], first: int, length: int
) -> bool:
    """Is that refused while `length` allocations fail after the first `first` ones? 0 for all of them."""
    starve(first, first + length if length else 0)
    try:
        function(*arguments)
    except BaseException:
        feed()
        return True
    feed()
    return False


def main() -> int:
    """Lock down, ask, and say what was answered."""
    planted: list[Question] = [("the planted hole", leaky, ())] if "--plant" in sys.argv else []
    names = host_harness.guest_names()
    objcap.lockdown(objcap.Policy(modules=["_testcapi"]))
    asked, found = 0, []
    for label, function, arguments in [*questions(names), *planted]:
        if not refused(function, arguments):
            continue
        asked += 1
        if not all(refused_without_memory(function, arguments, *failures) for failures in FAILURES):
            found.append(label)
    for label in found:
        print(f"answered without memory: {label}")
    print(f"{asked} refusals, asked {len(FAILURES)} times each: {len(found)} answered")
    return 1 if found or asked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
