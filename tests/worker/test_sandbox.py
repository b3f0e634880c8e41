"""objcap.Sandbox and objcap.run: what they take, give and raise."""

from __future__ import annotations

import copy
import math
import os
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import objcap
from objcap import GuestError, GuestExit, Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


# ---------------------------------------------------------------- running


def test_run_tells_value_output_and_usage() -> None:
    result = objcap.run("import sys\nprint('out')\nprint('err', file=sys.stderr)\n6 * 7")
    assert (result.value, result.stdout, result.stderr) == (42, "out\n", "err\n")
    assert not result.exited and result.exit is None
    assert result.usage.wall > 0 and result.usage.cpu >= 0 and result.usage.peak_memory > 0
    assert result.walls is not None and "seccomp" in result.walls


@pytest.mark.parametrize("source", ["", "x = 1", "for i in range(2): i", "# nothing"])
def test_run_without_a_last_expression_has_no_value(box: Sandbox, source: str) -> None:
    assert box.run(source).value is None


def test_inputs_are_names_and_names_stay(box: Sandbox) -> None:
    assert box.run("a + b", {"a": 1, "b": 2}).value == 3
    box.exec("a += c", {"c": 10})
    assert box.eval("a") == 11
    assert box.eval("  a") == 11


def test_stdin(box: Sandbox) -> None:
    assert box.run("[input(), input()]", stdin="one\ntwo\n").value == ["one", "two"]
    with pytest.raises(GuestError, match="EOFError"):
        box.run("input()", stdin="")


def test_stdin_is_empty_by_default() -> None:
    with Sandbox() as fresh, pytest.raises(GuestError, match="EOFError"):
        fresh.run("input()")


def test_output_is_kept_and_told_as_it_comes() -> None:
    told: list[tuple[str, str]] = []
    with Sandbox(on_output=lambda stream, text: told.append((stream, text))) as box:
        box.exec("import sys\nprint('a'); print('b', file=sys.stderr)")
        assert box.run("print('ä€𝄞')").stdout == "ä€𝄞\n"
        assert box.stdout == "a\nä€𝄞\n" and box.stderr == "b\n"
    assert "".join(text for stream, text in told if stream == "stdout") == "a\nä€𝄞\n"
    assert ("stderr", "b\n") in told


def test_output_byte_by_byte(box: Sandbox) -> None:
    source = "import sys\nfor i in range(2000):\n    sys.stdout.write('é'); sys.stdout.flush()"
    assert box.run(source).stdout == "é" * 2000


@pytest.mark.parametrize("error", [KeyError("x"), KeyboardInterrupt(), objcap.WallLimit("of another")])
def test_on_output_that_raises_ends_the_call(error: BaseException) -> None:
    def on_output(stream: str, text: str) -> None:
        if text == "now":
            raise error

    with Sandbox(on_output=on_output) as box:
        with pytest.raises(type(error)):
            box.exec("import sys\nsys.stdout.write('now'); sys.stdout.flush()\nwhile True: pass")
        if box.alive:
            assert box.eval("1 + 1") == 2


def test_on_output_may_not_use_the_sandbox_and_may_close_it() -> None:
    seen: list[str] = []

    def on_output(stream: str, text: str) -> None:
        try:
            box.eval("1")
        except RuntimeError as error:
            seen.append(str(error))
        if text.startswith("end"):
            box.close()

    with Sandbox(on_output=on_output) as box:
        assert box.run("print(1)\n2").value == 2
        assert seen and "on_output" in seen[0]
        with pytest.raises(objcap.SandboxClosed):
            box.exec("print('end', flush=True)\nwhile True: pass")


def test_call(box: Sandbox) -> None:
    box.exec("class A:\n    @staticmethod\n    def f(*args, **kwargs): return args, kwargs")
    assert box.call("A.f", 1, b=2) == ((1,), {"b": 2})
    assert box.call("A.f", name="x") == ((), {"name": "x"})
    with pytest.raises(GuestError, match="NameError"):
        box.call("nothing")
    with pytest.raises(GuestError, match="AttributeError"):
        box.call("A.nothing")


# ---------------------------------------------------------------- errors of the guest


def test_guest_error_has_a_traceback_of_the_guest_only(box: Sandbox) -> None:
    with pytest.raises(GuestError) as caught:
        box.exec("def f(x):\n    return 1 // x\n\nf(0)\n", filename="task.py")
    error = caught.value
    assert (error.type, error.message) == ("ZeroDivisionError", "integer division or modulo by zero")
    assert str(error) == "ZeroDivisionError: integer division or modulo by zero"
    assert 'File "task.py", line 4, in <module>' in error.traceback
    assert "return 1 // x" in error.traceback and "_worker" not in error.traceback
    assert error.traceback.startswith("Traceback (most recent call last):\n")


def test_syntax_error_shows_the_line(box: Sandbox) -> None:
    with pytest.raises(GuestError) as caught:
        box.run("x = 1\ny = = 2\n")
    assert caught.value.type == "SyntaxError"
    assert "line 2" in caught.value.traceback and "y = = 2" in caught.value.traceback
    assert "^" in caught.value.traceback


@pytest.mark.parametrize(
    "source",
    [
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        "class E(Exception):\n    def __str__(self): return 5\nraise E",
        "class E(BaseException): pass\nraise E('x')",
        "raise ExceptionGroup('g', [ValueError(1), KeyError(2)])",
        "raise GeneratorExit",
        "raise Exception('x' * 1000000)",
        "raise Exception('\\udc80')",
    ],
)
def test_strange_exceptions(box: Sandbox, source: str) -> None:
    with pytest.raises(GuestError) as caught:
        box.exec(source)
    assert len(caught.value.message) <= 60_000 and len(caught.value.traceback) <= 61_000
    assert box.eval("1") == 1


def test_exit() -> None:
    with Sandbox() as box:
        for argument, code in [("", None), ("0", 0), ("3", 3), ("'bye'", "bye"), ("[1]", "[1]")]:
            result = box.run(f"import sys\nsys.exit({argument})")
            assert result.exited and result.exit == code
            with pytest.raises(GuestExit) as caught:
                box.exec(f"sys.exit({argument})")
            assert caught.value.code == code
        assert box.eval("1") == 1


def test_a_guest_that_raises_keyboard_interrupt_was_not_interrupted(box: Sandbox) -> None:
    with pytest.raises(GuestError, match="KeyboardInterrupt"):
        box.exec("raise KeyboardInterrupt")


def test_errors_can_be_pickled() -> None:
    errors = [GuestError("A", "b", "c"), GuestExit(3), objcap.WorkerCrashed("x", 9), objcap.WallLimit("y")]
    for error in errors:
        assert repr(pickle.loads(pickle.dumps(error))) == repr(error)


# ---------------------------------------------------------------- values

VALUES: list[Any] = [
    None,
    True,
    0,
    -1,
    2**63 - 1,
    -(2**63),
    2**64,
    -(10**300),
    1.5,
    -0.0,
    math.inf,
    1e-320,
    3 + 4j,
    "",
    "ä€𝄞\0",
    "\udc80",
    b"",
    bytes(range(256)),
    (),
    (1, (2, [3])),
    [],
    {},
    {1: "int", "s": 2, None: 3, (1, 2): 4, b"b": 5, 2.5: 6, frozenset({1}): 7},
    set(),
    {1, "a", (2, 3)},
    frozenset({1, 2}),
    [[] for _ in range(50)],
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:30])
def test_values_survive_exactly(box: Sandbox, value: Any) -> None:
    box.exec("def same(value): return value")
    back = box.call("same", value)
    assert back == value and type(back) is type(value)
    assert isinstance(value, (set, frozenset)) or repr(back) == repr(value)
    assert box.run("value", {"value": value}).value == value


def test_nan_survives(box: Sandbox) -> None:
    assert math.isnan(box.run("x", {"x": math.nan}).value)


def test_what_is_shared_arrives_twice(box: Sandbox) -> None:
    inner = [1]
    assert box.run("x[0].append(2)\nx", {"x": [inner, inner]}).value == [[1, 2], [1]]
    assert inner == [1]


class Number(int):
    pass


@pytest.mark.parametrize("value", [object(), Number(3), len.__self__, range(3), bytearray(), [lambda: 1]])
def test_what_does_not_cross_is_a_type_error(box: Sandbox, value: Any) -> None:
    with pytest.raises(TypeError):
        box.run("1", {"x": value})
    assert box.eval("1") == 1


def test_cycles_and_depth_are_refused(box: Sandbox) -> None:
    cycle: list[Any] = []
    cycle.append(cycle)
    with pytest.raises(TypeError, match="contains itself"):
        box.run("1", {"x": cycle})
    deep: list[Any] = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises((TypeError, objcap.MessageLimit)):
        box.run("1", {"x": deep})
    assert box.eval("1") == 1


@pytest.mark.parametrize("source", ["object()", "lambda: 1", "[].append", "(i for i in ())", "type"])
def test_what_does_not_cross_back_is_an_error_of_the_guest(box: Sandbox, source: str) -> None:
    with pytest.raises(GuestError, match="TypeError"):
        box.eval(source)
    assert box.eval("1") == 1


# ---------------------------------------------------------------- options


@pytest.mark.parametrize(
    ("options", "kind", "name"),
    [
        ({"memory": -1}, ValueError, "memory"),
        ({"memory": 100}, ValueError, "memory"),
        ({"memory": "much"}, ValueError, "memory"),
        ({"memory": 1.5}, TypeError, "memory"),
        ({"cpu": 0}, ValueError, "cpu"),
        ({"cpu": "1"}, TypeError, "cpu"),
        ({"wall": -1}, ValueError, "wall"),
        ({"wall": math.nan}, ValueError, "wall"),
        ({"wall": True}, TypeError, "wall"),
        ({"output": "x"}, ValueError, "output"),
        ({"message": 1}, ValueError, "message"),
        ({"message": "2 GiB"}, ValueError, "message"),
        ({"grant": {1: len}}, TypeError, "inputs"),
        ({"grant_calls": -1}, TypeError, "grant_calls"),
        ({"recursion": 3}, TypeError, "recursion"),
        ({"preload": "json"}, TypeError, "preload"),
        ({"path": "/"}, TypeError, "path"),
        ({"path": ["/nothing/there"]}, ValueError, "path"),
        ({"modules": [1]}, TypeError, "modules"),
        ({"kernel": "maybe"}, ValueError, "kernel"),
        ({"on_output": 1}, TypeError, "on_output"),
    ],
)
def test_wrong_options_are_named(options: dict[str, Any], kind: type[Exception], name: str) -> None:
    with pytest.raises(kind, match=name):
        Sandbox(**options)


def test_a_preload_that_fails_is_a_start_error() -> None:
    with pytest.raises(objcap.StartError):
        Sandbox(preload=["there_is_no_such_module"])


def test_sizes_may_be_text() -> None:
    with Sandbox(memory="64 MiB", output="1kB", message="1 MiB") as box:
        assert box.eval("1") == 1


def test_path(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def f():\n    return 'mine'\n")
    package = tmp_path / "pack"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "part.py").write_text("VALUE = 7\n")
    with Sandbox(path=[tmp_path]) as box:
        assert box.run("import mine, pack.part\n(mine.f(), pack.part.VALUE)").value == ("mine", 7)
        with pytest.raises(GuestError, match="ImportError"):
            box.exec("import ctypes")


def test_many_evaluations_take_no_memory() -> None:
    with Sandbox(memory="16 MiB") as box:
        peaks = []
        for _ in range(2):
            for _ in range(1500):
                box.eval("1")
            peaks.append(box.run("1").usage.peak_memory)
        assert peaks[1] - peaks[0] < 100_000


# ---------------------------------------------------------------- fork, close


def test_fork_copies_the_state() -> None:
    with Sandbox(grant={"f": lambda: "granted"}) as box:
        box.exec("x = [1]\nprint('before')")
        with box.fork() as twin:
            twin.exec("x.append(2); print('twin')")
            box.exec("x.append(3)")
            assert twin.eval("x") == [1, 2] and box.eval("x") == [1, 3]
            assert twin.eval("f()") == "granted"
            assert twin.stdout == "before\ntwin\n" and box.stdout == "before\n"
            with twin.fork() as third:
                assert third.eval("x") == [1, 2]
            twin.revoke("f")
        with pytest.raises(GuestError, match="revoked"):
            box.eval("f()")


def test_fork_where_it_is_not_allowed() -> None:
    with Sandbox(snapshots=False) as box, pytest.raises(PermissionError, match="snapshots=False"):
        box.fork()
    with Sandbox() as other:
        other.grant("fork", lambda: other.fork())
        with pytest.raises(GuestError, match="inside a call"):
            other.eval("fork()")
        assert other.eval("1") == 1


def test_closing() -> None:
    box = Sandbox()
    assert box.alive and "alive" in repr(box)
    box.close()
    box.close()
    assert not box.alive
    for use in (lambda: box.run("1"), lambda: box.exec("1"), lambda: box.fork(), lambda: box.grant("a", 1)):
        with pytest.raises(objcap.SandboxClosed):
            use()
    box.interrupt()


def test_a_sandbox_is_not_copied() -> None:
    with Sandbox() as box:
        for copied in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError):
                copied(box)


def test_close_from_another_thread_ends_a_call() -> None:
    box = Sandbox()
    started = threading.Event()
    box.grant("go", started.set)
    closer = threading.Thread(target=lambda: (started.wait(60), box.close()))
    closer.start()
    with pytest.raises(objcap.SandboxClosed):
        box.exec("go()\nwhile True: pass")
    closer.join()


def test_interrupt() -> None:
    with Sandbox() as box:
        started = threading.Event()
        box.grant("go", started.set)
        other = threading.Thread(target=lambda: (started.wait(60), box.interrupt()))
        other.start()
        with pytest.raises(objcap.Interrupted):
            box.exec("go()\nwhile True: pass")
        other.join()
        assert box.alive
        box.interrupt()  # nothing runs
        assert box.eval("1") == 1


def test_interrupts_and_answers_at_once() -> None:
    with Sandbox() as box:
        stop = threading.Event()

        def interrupt() -> None:
            while not stop.is_set():
                box.interrupt()
                stop.wait(0.0002)

        other = threading.Thread(target=interrupt)
        other.start()
        answers = 0
        for number in range(300):
            try:
                assert box.eval(f"{number}") == number
                answers += 1
            except objcap.Interrupted:
                pass
        stop.set()
        other.join()
        assert box.eval("1") == 1 and answers > 0


def test_walls_are_told(box: Sandbox) -> None:
    walls = box.walls
    assert "seccomp" in walls and "pid-namespace" in walls
    walls["seccomp"] = "changed"  # type: ignore[index]
    assert box.walls["seccomp"] != "changed"


def test_kernel_off() -> None:
    with Sandbox(kernel="off") as box:
        assert box.eval("1") == 1
        assert set(box.walls.values()) == {"off: kernel='off'"}


def test_process_is_not_changed_by_sandboxes() -> None:
    before = os.getcwd(), dict(os.environ), os.getpid()
    objcap.run("1")
    assert (os.getcwd(), dict(os.environ), os.getpid()) == before
