"""lockdown() in an application: what it does, and when it refuses to."""

from __future__ import annotations

import pytest
from support import run_python

REFUSALS = {
    "exception": (
        """
        try:
            1 / 0
        except ZeroDivisionError:
            attempt()
        """,
        "an exception is being handled",
    ),
    "thread": (
        """
        import threading
        event = threading.Event()
        thread = threading.Thread(target=event.wait)
        thread.start()
        attempt()
        event.set()
        thread.join()
        """,
        "other Python threads exist",
    ),
    "trace": (
        """
        import sys
        sys.settrace(lambda *a: None)
        attempt()
        sys.settrace(None)
        """,
        "a trace or profile function is set",
    ),
    "profile": (
        """
        import sys
        sys.setprofile(lambda *a: None)
        attempt()
        sys.setprofile(None)
        """,
        "a trace or profile function is set",
    ),
    "event loop": (
        """
        import asyncio
        async def main():
            attempt()
        asyncio.run(main())
        """,
        "an event loop is running",
    ),
    "native bridge": (
        """
        import ctypes
        attempt()
        """,
        "_ctypes is loaded",
    ),
    "changed builtin": (
        """
        import builtins
        builtins.hash = lambda x: 0
        attempt()
        """,
        "builtins.hash was replaced",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_phase_one_refuses_and_nothing_has_changed(name: str) -> None:
    source, reason = REFUSALS[name]
    import textwrap

    program = (
        "import objcap\n"
        "def attempt():\n"
        "    try:\n"
        "        objcap.lockdown()\n"
        "    except objcap.LockdownError as error:\n"
        "        print(error)\n"
        + textwrap.dedent(source)
        + "\nassert not objcap.is_locked()\nimport os\nprint(len(os.listdir('/')) > 0, open)\n"
    )
    result = run_python(program)
    assert result.returncode == 0, result.stderr
    assert reason in result.stdout
    assert "True <built-in function open>" in result.stdout


def test_the_next_line_is_guest_code() -> None:
    result = run_python(
        """
        import os, objcap
        assert objcap.is_locked() is False
        objcap.lockdown()
        assert objcap.is_locked() is True
        def refused(error, call):
            try:
                call()
            except error as caught:
                print(type(caught).__name__)
            else:
                raise AssertionError("not refused")
        refused(NameError, lambda: open("x"))
        refused(PermissionError, lambda: os.listdir("/"))
        refused(PermissionError, lambda: os.system("true"))
        try:
            import posixsubprocess, _posixsubprocess
        except ImportError:
            print("ImportError")
        import json
        print(json.dumps({"a": [1, 2]}))
        """
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.split("\n") == [
        "NameError",
        "PermissionError",
        "PermissionError",
        "ImportError",
        '{"a": [1, 2]}',
        "",
    ]


def test_a_second_lockdown_is_refused() -> None:
    result = run_python(
        """
        import objcap
        objcap.lockdown()
        try:
            objcap.lockdown()
        except RuntimeError as error:
            print(type(error).__name__, error)
        import objcap as guest
        print(guest.is_locked())
        try:
            guest.lockdown()
        except guest.LockdownError as error:
            print(error)
        """
    )
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("LockdownError") and "already" in lines[0]
    assert lines[1] == "True"
    assert "already" in lines[2]


def test_functions_defined_before_work_and_have_no_power() -> None:
    result = run_python(
        """
        import os, objcap
        from collections import OrderedDict
        class Shape:
            def __init__(self, side): self.side = side
            def area(self): return self.side ** 2
        class Square(Shape):
            def __init__(self, side): super().__init__(side)
        def folder(): return os.listdir("/")
        def area(side): return Square(side).area()
        objcap.lockdown()
        print(area(3))
        try:
            folder()
        except PermissionError as error:
            print("refused", "objcap" in str(error))
        exec("print(area(4)); result = [f.__name__ for f in (area,)]", space := {"area": area})
        print(space["result"])
        """
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == "9\nrefused True\n16\n['area']\n"


def test_output_written_before_appears_once_and_first() -> None:
    result = run_python(
        """
        import sys, objcap
        sys.stdout.write("before, ")
        objcap.lockdown()
        print("after")
        """
    )
    assert (result.returncode, result.stdout) == (0, "before, after\n"), result.stderr


@pytest.mark.parametrize(
    ("end", "status", "error"),
    [
        ("pass", 0, ""),
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit('the reason')", 1, "the reason\n"),
        ("1 / 0", 1, "ZeroDivisionError: division by zero\n"),
    ],
)
def test_exit_status_is_kept(end: str, status: int, error: str) -> None:
    result = run_python(f"import objcap\nobjcap.lockdown()\nprint('x')\n{end}\n")
    assert (result.returncode, result.stdout) == (status, "x\n"), result.stderr
    assert result.stderr.endswith(error)


def test_streams_that_are_not_granted_are_empty() -> None:
    result = run_python(
        """
        import sys, objcap
        objcap.lockdown(objcap.Policy(stdin=False, stderr=False))
        print(repr(sys.stdin.read()))
        print("lost", file=sys.stderr)
        """,
        input="secret",
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "''\n", "")


def test_powers_kept_aside_work_before_and_not_after() -> None:
    result = run_python(
        """
        import io, objcap, types
        from objcap import file_init, code_new, subclasses
        file = io.FileIO.__new__(io.FileIO)
        file_init(file, "/dev/null", "r")
        assert file.read() == b""
        code = (lambda: 7).__code__
        arguments = [getattr(code, "co_" + name) for name in
                     "argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts "
                     "names varnames filename name qualname firstlineno linetable exceptiontable "
                     "freevars cellvars".split()]
        made = code_new(*arguments)
        assert types.FunctionType(made, {})() == 7
        class Base: pass
        class Derived(Base): pass
        assert subclasses(Base) == [Derived]
        objcap.lockdown()
        calls = (file_init, (file, "/dev/null")), (code_new, tuple(arguments)), (subclasses, (Base,))
        for power, given in calls:
            try:
                power(*given)
            except PermissionError as error:
                print("refused")
        """
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout == "refused\n" * 3


def test_what_was_to_be_done_at_exit_makes_no_noise() -> None:
    """Handlers of the application that need power: sandboxes end with the lockdown, finalizers are left."""
    done = run_python(
        """
        import weakref, objcap
        class Thing: pass
        thing = Thing()
        weakref.finalize(thing, print, "finalizer")
        with objcap.Sandbox() as box:
            print(box.eval("1 + 1"))
        kept = objcap.Sandbox()
        objcap.lockdown()
        print("locked")
        """
    )
    assert (done.stdout, done.stderr, done.returncode) == ("2\nlocked\n", "", 0)
