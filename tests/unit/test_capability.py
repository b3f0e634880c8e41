"""Capabilities: what crosses, and two processes that behave as one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest
from support import clean_environment, run_python


def check(source: str, status: int = 0, timeout: float = 60, **options: str) -> str:
    """Run a program that must end with that status and no error output; what it printed."""
    result = run_python(source, timeout=timeout, **options)
    assert (result.returncode, result.stderr) == (status, ""), result
    return result.stdout


# ---------------------------------------------------------------- what crosses


def test_kinds_of_callables() -> None:
    assert (
        check(
            """
            import functools, objcap, os
            class Counter:
                def __init__(self): self.n = 0
                def bump(self, by=1):
                    self.n += by
                    return self.n
                def __call__(self, text): return text.upper()
            counter = Counter()
            def outer(secret):
                return lambda text: len(secret + text)
            bump, call = objcap.capability(counter.bump), objcap.capability(counter, name="shout")
            closure, builtin = objcap.capability(outer("abc")), objcap.capability(max)
            partial = objcap.capability(functools.partial(int, base=2))
            objcap.lockdown()
            print(bump(), bump(by=5), bump(1), counter.n)
            print(call("x"), closure("de"), builtin(3, 9, 4), partial("101"))
            print(bump, call, closure, builtin, partial, sep="\\n")
            """
        )
        == "1 6 7 0\nX 5 9 5\n<capability 'bump'>\n<capability 'shout'>\n<capability '<lambda>'>\n"
        "<capability 'max'>\n<capability 'partial'>\n"
    )


def test_what_a_guest_sees_of_a_capability() -> None:
    out = check(
        """
        import objcap
        def lookup(key, default=None):
            '''Look a key up.'''
        lookup.note = "host"
        cap = objcap.capability(lookup)
        objcap.lockdown()
        import copy, weakref
        print(cap.__name__, cap.__doc__, cap.__qualname__, callable(cap), type(cap))
        print(sorted(set(dir(cap)) - set(dir(object()))))
        print(copy.copy(cap) is cap, copy.deepcopy([cap])[0] is cap)
        print(weakref.ref(cap)() is cap, {cap: 1}[cap])
        for attempt in ("cap.__self__", "cap.__wrapped__", "cap.__func__", "cap.note", "cap.__code__",
                        "cap.__dict__", "cap.__name__ = 'x'", "cap.x = 1", "type(cap)(print)",
                        "type(cap).__call__ = 1", "type('C', (type(cap),), {})", "cap.__reduce_ex__(4)",
                        "object.__reduce_ex__(cap, 4)",
                        "object.__new__(type(cap))", "type(cap).__new__(type(cap))", "cap.__init__(print)(1)",
                        "cap.__class__ = object", "object.__getstate__(cap)[0]"):
            try:
                exec(attempt, {"cap": cap})
            except (AttributeError, TypeError) as error:
                pass
            else:
                print("possible:", attempt)
        """
    )
    assert out.splitlines() == [
        "lookup Look a key up. lookup True <class 'objcap.Capability'>",
        "['__call__', '__copy__', '__deepcopy__', '__enter__', '__exit__', '__iter__', "
        "'__name__', '__next__', '__qualname__']",
        "True True",
        "True 1",
    ]


def test_capability_is_made_before_the_lockdown() -> None:
    out = check(
        """
        import objcap
        make, cap = objcap.capability, objcap.capability(len)
        objcap.lockdown()
        for attempt in (lambda: make(print), lambda: cap.__class__(print)):
            try:
                attempt()
            except (PermissionError, TypeError) as error:
                print(type(error).__name__)
        import objcap
        try:
            objcap.capability
        except AttributeError as error:
            print(error)
        """
    )
    assert out == "PermissionError\nTypeError\nobjcap.capability is for the host, before the lockdown\n"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("objcap.capability(3)", "capability() takes a callable, not int"),
        ("objcap.capability(len, name=3)", "the name of a capability is a str, not int"),
        ("objcap.capability()", "capability() missing required argument 'func' (pos 1)"),
    ],
)
def test_wrong_arguments(call: str, message: str) -> None:
    assert (
        check(f"import objcap\ntry:\n    {call}\nexcept TypeError as error:\n    print(error)")
        == message + "\n"
    )


def test_a_call_before_the_lockdown_copies_as_later() -> None:
    out = check(
        """
        import objcap
        kept = []
        cap = objcap.capability(lambda *a, **k: (kept.append(a), a, k)[1:])
        rows = [1]
        print(cap(rows, key={"x": (2,)}), kept[0][0] == rows, kept[0][0] is rows)
        try:
            cap(1, {"rows": [0, object()]})
        except TypeError as error:
            print(error)
        try:
            objcap.capability(object, name="make")()
        except TypeError as error:
            print(error)
        """
    )
    assert out.splitlines() == [
        "(([1],), {'key': {'x': (2,)}}) True False",
        "argument 2, item 'rows', index 1: cannot pass a object",
        "the result of capability 'make': cannot pass a object",
    ]


def test_values_exceptions_and_their_errors() -> None:
    result = run_python(
        """
        import objcap
        def fail(kind, *args):
            raise {"own": type("Own", (LookupError,), {}), "exit": SystemExit, "stop": StopIteration,
                   "unicode": UnicodeError, "os": OSError, "decode": lambda: b"\\xff".decode(),
                   "group": lambda *a: ExceptionGroup("many", [ValueError(1)]), "key": KeyError,
                   "interrupt": KeyboardInterrupt}[kind](*args)
        fail, echo, bad = map(objcap.capability, (fail, lambda *a, **k: (a, k), lambda: {"x": [object()]}))
        objcap.lockdown()
        for args in (("own", "mine"), ("exit", 3), ("stop", 5), ("unicode", "u"),
                     ("os", 2, "No such", "/host/path"), ("decode",), ("group",), ("key", "k"),
                     ("interrupt",), ("os", "plain")):
            try:
                fail(*args)
            except BaseException as error:
                parts = getattr(error, "errno", ""), getattr(error, "filename", "")
                print(type(error).__name__, error, *parts)
        print(echo(1, [2.5, {"k": (None, True)}], {3}, key=b"x", __self__=1))
        for call in (lambda: echo(1, x={"rows": [*range(17), len]}), lambda: echo(print),
                     lambda: echo([echo]), lambda: echo(iter(())), lambda: bad(),
                     lambda: echo(**{"\\ud800": 1})):
            try:
                print(call())
            except Exception as error:
                print(type(error).__name__, error)
        """
    )
    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        "LookupError mine  ",
        "RuntimeError SystemExit was raised  ",
        "StopIteration 5  ",
        "UnicodeError u  ",
        "FileNotFoundError [Errno 2] No such 2 None",
        "UnicodeError 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte  ",
        "Exception many (1 sub-exception)  ",
        "KeyError 'k'  ",
        "RuntimeError KeyboardInterrupt was raised  ",
        "OSError plain None None",
        "((1, [2.5, {'k': (None, True)}], {3}), {'key': b'x', '__self__': 1})",
        "TypeError argument 'x', item 'rows', index 17: cannot pass a builtin_function_or_method",
        "TypeError the result of capability '<lambda>', index 0, index 0: cannot pass a objcap.GuestFunction",
        "(([<capability '<lambda>'>],), {})",
        "TypeError argument 1: cannot pass a tuple_iterator",
        "TypeError the result of capability '<lambda>', item 'x', index 0: cannot pass a object",
        "UnicodeEncodeError 'utf-8' codec can't encode character '\\ud800' in position 0: "
        "surrogates not allowed",
    ]
    # The mistakes of the host's functions are shown to the host.
    assert result.stderr.count("TypeError: the result of capability '<lambda>'") == 2


def test_large_values() -> None:
    out = check(
        """
        import objcap
        echo = objcap.capability(lambda value: value)
        objcap.lockdown()
        data = b"0123456789" * 10_000_000
        print(echo(data) == data)
        text = "é" * 10_000_000
        print(echo(text) == text)
        rows = [[i, str(i)] for i in range(300_000)]
        print(echo(rows) == rows)
        try:
            echo([data] * 11)
        except ValueError as error:
            print(error)
        print(echo(1))
        """
    )
    assert out == "True\nTrue\nTrue\na message may have at most 1073741824 bytes\n1\n"


def test_many_calls_leave_memory_where_it_was() -> None:
    out = check(
        """
        import objcap, os
        def pages():
            child = open(f"/proc/self/task/{os.getpid()}/children").read().split()[0]
            return [int(open(f"/proc/{pid}/statm").read().split()[1]) for pid in ("self", child)]
        pages, work = objcap.capability(pages), objcap.capability(lambda f, **k: [f(k), "x" * 1000])
        make = objcap.capability(lambda: objcap.capability(lambda: "made"))
        objcap.lockdown()
        def run(count):
            for i in range(count):
                work(lambda row: row, key=[i, {"x": b"y" * 1000}])
                make()()
                try:
                    work(3)
                except TypeError:
                    pass
        run(1000)
        before = pages()
        run(4000)
        after = pages()
        print([b - a < 60 for a, b in zip(before, after)], before, after)
        """,
        timeout=300,
    )
    assert out.startswith("[True, True]"), out


def test_capabilities_inside_values_and_new_ones() -> None:
    out = check(
        """
        import objcap
        made = []
        def open_door(number):
            made.append(number)
            door = objcap.capability(lambda: f"door {number}", name=f"door{number}")
            return {"door": door, "again": [door]}
        def knock(door, *rest):
            return door(), [d() for row in rest for d in row]
        opener, knock = objcap.capability(open_door), objcap.capability(knock)
        count = objcap.capability(lambda: len(made))
        objcap.lockdown()
        one, two = opener(1), opener(2)
        print(one, one["door"] is one["again"][0], one["door"]())
        print(knock(one["door"], [two["door"], one["door"]]))
        name = two["door"].__name__
        del two
        three = opener(3)
        print(name, three["door"](), three["door"] == one["door"], count())
        """
    )
    assert out.splitlines() == [
        "{'door': <capability 'door1'>, 'again': [<capability 'door1'>]} True door 1",
        "('door 1', ['door 2', 'door 1'])",
        "door2 door 3 False 3",
    ]


def test_callbacks() -> None:
    result = run_python(
        """
        import objcap
        kept = []
        def each(function, values, reverse=None):
            kept[:] = [function]
            result = [function(v, index=i) for i, v in enumerate(values)]
            return sorted(result, key=reverse) if reverse is not None else result
        def later():
            return kept[0](1)
        def catch(function):
            try:
                return function()
            except LookupError as error:
                return f"{type(error).__name__}: {error}"
        def inner(function, depth):
            return function(depth)
        each, later, catch, inner = map(objcap.capability, (each, later, catch, inner))
        objcap.lockdown()
        import sys
        print(each(lambda v, index: v * index, [1, 2, 3]))
        print(each(lambda v, index: v, [1, 2, 3], reverse=lambda v: -v))
        try:
            later()
        except RuntimeError as error:
            print(error)
        def bad():
            raise KeyError("mine")
        print(catch(bad), catch([7].pop), catch([].pop))
        print(inner(lambda d: inner(lambda e: inner(lambda f: d + e + f, 3), 2), 1))
        def deep(n):
            return inner(deep, n - 1) + 1 if n else 0
        print(deep(50))
        try:
            catch(lambda: object())
        except TypeError as error:
            print(error)
        try:
            deep(10_000)
        except RecursionError as error:
            print("RecursionError")
        try:
            catch(lambda: sys.exit(4))
        except BaseException as error:
            print(type(error).__name__, error)
        catch(lambda: sys.exit(5))
        """
    )
    assert result.stdout.splitlines() == [
        "[0, 2, 6]",
        "[3, 2, 1]",
        "a function of the guest can be called only while the call lasts to which it was passed",
        "KeyError: 'mine' 7 IndexError: pop from empty list",
        "6",
        "50",
        "the result of the guest's function: cannot pass a object",
        "RecursionError",
        "SystemExit 4",
    ]
    assert (result.returncode, result.stderr) == (5, "")


# ---------------------------------------------------------------- two processes that behave as one


def test_no_capability_no_process() -> None:
    out = check(
        """
        import gc, objcap, os
        cap = objcap.capability(len)
        del cap
        gc.collect()
        pid, getpid = os.getpid(), os.getpid
        count = len(open(f"/proc/self/task/{pid}/children").read().split())
        objcap.lockdown()
        print(count)
        """
    )
    assert out == "0\n"


STATUS = {
    "sys.exit(3)": 3,
    "sys.exit('gone')": 1,
    "1 / 0": 1,
    "cap('exit')": 0,
    "pass": 0,
}


@pytest.mark.parametrize("end", STATUS)
def test_exit_status_handlers_and_buffers(end: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    result = run_python(
        f"""
        import atexit, objcap, os, sys
        atexit.register(lambda: os.write(1, b"handler\\n"))
        log = open({str(log)!r}, "w")
        log.write("before\\n")
        def note(text):
            log.write(text + "\\n")
            print("host", text)
        cap = objcap.capability(note)
        sys.stdout.write("buffered ")
        def main():
            try:
                objcap.lockdown()
                print("guest")
                cap("a line")
                print("guest again")
                {end}
            finally:
                print("finally")
        try:
            main()
        finally:
            print("outer finally")
        """
    )
    assert result.returncode == STATUS[end]
    lines = result.stdout.splitlines()
    if end == "cap('exit')":
        lines.remove("host exit")
    assert lines == ["buffered guest", "host a line", "guest again", "finally", "outer finally", "handler"]
    assert log.read_text() == "before\na line\n" + ("exit\n" if "exit'" in end and "cap" in end else "")


THROWN = {
    "SystemExit": "sys.exit(9)",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "GeneratorExit": "raise GeneratorExit",
    "own BaseException": "raise type('Own', (BaseException,), {})('x')",
    "error without str": "raise type('Own', (ValueError,), {'__str__': lambda self: 1 / 0})(1, 2)",
    "MemoryError": "bytearray(1 << 60)",
    "RecursionError": "f = lambda: f()\n    f()",
    "sigint": "os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(5)",
    "signal handlers": "[signal.signal(n, signal.SIG_DFL) for n in (2, 10, 12, 15, 17, 18)]",
    "ignored signals": "[signal.signal(n, signal.SIG_IGN) for n in (2, 10, 12, 15, 17, 18)]",
    "fork": "pid = os.fork()\n    if pid: os.waitpid(pid, 0)",
    "fork and exit": "pid = os.fork()\n    if not pid: os._exit(3)\n    os.waitpid(pid, 0)",
    "subprocess": "import subprocess; subprocess.run(['true'], check=True)",
    "thread": "import threading; t = threading.Thread(target=len, args=('',)); t.start(); t.join()",
    "trace": "sys.settrace(lambda *a: None); sys.setprofile(lambda *a: None)",
    "streams": "sys.stdout = sys.stderr = None",
    "exit handlers": "atexit.register(print, 'registered in the broker')",
    "lockdown": "objcap.lockdown()",
    "garbage": "import gc; gc.set_threshold(1)",
    "limit": "sys.setrecursionlimit(60)",
}


@pytest.mark.parametrize("what", THROWN)
def test_the_broker_never_leaves_its_loop(what: str) -> None:
    result = run_python(
        f"""
        import atexit, objcap, os, signal, sys, time
        parent = os.getpid()
        def thrown():
            {THROWN[what].replace(chr(10), chr(10) + " " * 8)}
        def still():
            return os.getpid() == parent
        thrown, still = objcap.capability(thrown), objcap.capability(still)
        def note():
            if os.getpid() == parent: os.write(1, b"handler")
        atexit.register(note)
        locked = objcap.is_locked
        try:
            objcap.lockdown()
            assert locked()
        except BaseException as error:
            print("after lockdown:", error)
        finally:
            assert locked()
        for i in range(2):
            try:
                thrown()
            except BaseException as error:
                assert isinstance(error, (Exception, KeyboardInterrupt)), error
            assert still()
        raise SystemExit(6) if False else LookupError("end")
        """
    )
    assert result.returncode == 1, result
    assert result.stdout.count("handler") == 1, result
    assert "after lockdown" not in result.stdout
    assert "LookupError: end" in result.stderr, result


def test_a_function_that_ends_the_broker_ends_both() -> None:
    result = run_python(
        """
        import objcap, os
        stop = objcap.capability(lambda: os._exit(7))
        objcap.lockdown()
        try:
            stop()
        finally:
            print("after")
        """
    )
    assert (result.returncode, result.stdout, result.stderr) == (7, "", "")


def test_a_broken_at_fork_hook_changes_nothing() -> None:
    result = run_python(
        """
        import objcap, os
        os.register_at_fork(before=lambda: 1 / 0, after_in_child=lambda: 1 / 0, after_in_parent=lambda: 1 / 0)
        cap = objcap.capability(len)
        objcap.lockdown()
        print(cap("abc"))
        """
    )
    assert (result.returncode, result.stdout) == (0, "3\n")


RUBBISH = {
    "noise": "b'rubbish' * 1000",
    "kind": "head(88, 1, 0)",
    "result": "head(ord('R'), 0, 1) + b'N'",
    "wide kind": "head(0x100 + ord('C'), 1, 0)",
    "target": "head(ord('C'), 77, 0)",
    "zero": "head(ord('C'), 0, 0)",
    "body": "head(ord('C'), 1, 3) + b'abc'",
    "arguments": "head(ord('C'), 1, 1) + b'N'",
    "keywords": "head(ord('C'), 1, 17) + b't\\2\\0\\0\\0t\\0\\0\\0\\0d\\1\\0\\0\\0NN'",
    "size": "head(ord('C'), 1, 0xffffffff)",
    "drop": "head(ord('D'), 9, 0)",
    "capability": "head(ord('C'), 1, 15) + b't\\1\\0\\0\\0t\\1\\0\\0\\0C\\x09\\0\\0\\0'",
}


@pytest.mark.parametrize("what", RUBBISH)
def test_rubbish_on_the_channel_ends_the_guest(what: str) -> None:
    """A process that somebody controls from within can write what it likes."""
    result = run_python(
        f"""
        import objcap, os, struct, time
        def head(kind, target, size):
            return struct.pack("<IIII", kind, 1, target, size)
        def attack():
            os.write(100, {RUBBISH[what]})
            time.sleep(60)
        os.register_at_fork(after_in_child=attack)
        called = objcap.capability(lambda *a, **k: os.write(1, b"called"))
        objcap.lockdown()
        """,
        timeout=20,
    )
    assert result.returncode == -signal.SIGKILL
    assert result.stdout == ""
    assert result.stderr == "objcap: the locked process broke the protocol and was ended\n"


def test_a_guest_that_hangs_up_is_ended() -> None:
    result = run_python(
        """
        import objcap, os, time
        os.register_at_fork(after_in_child=lambda: (os.close(100), time.sleep(60)))
        cap = objcap.capability(len)
        objcap.lockdown()
        """,
        timeout=20,
    )
    assert (result.returncode, result.stdout, result.stderr) == (-signal.SIGKILL, "", "")


# ---------------------------------------------------------------- signals


@contextmanager
def started(source: str) -> Iterator[subprocess.Popen[str]]:
    """A program that runs beside the test; its first line has come."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(source)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
        process_group=0,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def child_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


def state(pid: int) -> str:
    """The letter of a process's state, "" if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def wait_for(condition: object, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


LOOP = """
    import atexit, objcap, os, time
    atexit.register(lambda: os.write(1, b"handler\\n"))
    nap = objcap.capability(time.sleep)
    objcap.lockdown()
    import time
    print("ready", flush=True)
    {body}
"""
GUEST_LOOPS = LOOP.format(body="while True: time.sleep(0.01)")
HOST_SLEEPS = LOOP.format(body="nap(60)")


@pytest.mark.parametrize("source", [GUEST_LOOPS, HOST_SLEEPS], ids=["guest runs", "host function runs"])
@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2, signal.SIGQUIT]
)
def test_a_signal_to_the_application_ends_both(source: str, number: signal.Signals) -> None:
    with started(source) as process:
        child = child_of(process.pid)
        time.sleep(0.05)
        process.send_signal(number)
        out, error = process.communicate(timeout=20)
        assert (process.returncode, out, error) == (-number, "handler\n", "")
        assert state(child) in ("", "Z")


ALONE = "\n".join(line for line in GUEST_LOOPS.splitlines() if "atexit.reg" not in line and "nap" not in line)


@pytest.mark.parametrize(
    "source", [ALONE, GUEST_LOOPS, HOST_SLEEPS], ids=["no broker", "guest runs", "host function runs"]
)
def test_interrupt(source: str) -> None:
    with started(source) as process:
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
        assert process.returncode == -signal.SIGINT
        assert out == ("" if source is ALONE else "handler\n")
        assert error.rstrip().endswith("KeyboardInterrupt")
        assert error.count("KeyboardInterrupt") == 1


@pytest.mark.parametrize("source", [GUEST_LOOPS, HOST_SLEEPS], ids=["guest runs", "host function runs"])
def test_when_one_is_killed_the_other_ends(source: str) -> None:
    with started(source) as process:
        child = child_of(process.pid)
        time.sleep(0.05)
        process.kill()
        process.communicate(timeout=20)
        wait_for(lambda: state(child) in ("", "Z"))
    with started(source) as process:
        time.sleep(0.05)
        os.kill(child_of(process.pid), signal.SIGKILL)
        out, _ = process.communicate(timeout=20)
        assert (process.returncode, out) == (-signal.SIGKILL, "handler\n")


def test_a_host_function_that_will_not_end() -> None:
    source = LOOP.format(body="stubborn()").replace(
        "objcap.lockdown()",
        """
    def stubborn():
        while True:
            try:
                time.sleep(60)
            except KeyboardInterrupt:
                pass
    stubborn = objcap.capability(stubborn)
    objcap.lockdown()""",
    )
    with started(source) as process:
        time.sleep(0.05)
        os.kill(child_of(process.pid), signal.SIGKILL)
        process.communicate(timeout=20)
        assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("who", ["application", "guest"])
def test_stop_and_continue(who: str) -> None:
    with started(GUEST_LOOPS) as process:
        child = child_of(process.pid)
        os.kill(
            process.pid if who == "application" else child,
            signal.SIGTSTP if who == "application" else signal.SIGSTOP,
        )
        wait_for(lambda: state(process.pid) == "T" and state(child) == "T")
        process.send_signal(signal.SIGCONT)
        wait_for(lambda: state(process.pid) == "S" and state(child) in "SR")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == -signal.SIGTERM


def test_ignored_signals_stay_ignored() -> None:
    source = GUEST_LOOPS.replace(
        "objcap.lockdown()", "import signal; signal.signal(1, signal.SIG_IGN); objcap.lockdown()"
    )
    with started(source) as process:
        process.send_signal(signal.SIGHUP)
        time.sleep(0.1)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == -signal.SIGTERM


def test_in_a_terminal() -> None:
    program = textwrap.dedent(
        """
        import objcap, time
        ask, nap = objcap.capability(input, name="ask"), objcap.capability(time.sleep)
        objcap.lockdown()
        import time
        for body in (lambda: time.sleep(60), lambda: nap(60)):
            try:
                print("waiting")
                body()
            except KeyboardInterrupt:
                print("interrupted")
        print("got", ask("name? "))
        """
    )
    terminal = pexpect.spawn(
        sys.executable, ["-c", program], env=clean_environment(), encoding="utf-8", timeout=20
    )
    for _ in range(2):
        terminal.expect("waiting")
        time.sleep(0.1)
        terminal.sendintr()
        terminal.expect("interrupted")
    terminal.expect("name. ")
    terminal.sendline("Monty")
    terminal.expect("got Monty")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0


def test_a_closed_pipe_ends_both() -> None:
    result = subprocess.run(
        [
            "/bin/sh",
            "-c",
            f"{sys.executable} -c 'import objcap\ncap = objcap.capability(len)\nobjcap.lockdown()\n"
            'while True: print(cap("abc"))\' 2>/dev/null | head -2',
        ],
        capture_output=True,
        text=True,
        timeout=20,
        env=clean_environment(),
    )
    assert result.stdout == "3\n3\n"


def test_a_capability_that_dies_is_not_taken_up_again() -> None:
    assert (
        check(
            """
            import objcap
            made = []
            def thing(): return "it works"
            def make():
                if not made:
                    made.append(objcap.capability(thing))
                return made[0]
            make = objcap.capability(make)
            objcap.lockdown()
            import weakref
            kept = []
            for _ in range(20):
                one = make()
                watch = weakref.ref(one, lambda reference: kept.append(make()))
                del one
                print(end=kept.pop()()[:1])
            print()
            """
        )
        == "i" * 20 + "\n"
    )
