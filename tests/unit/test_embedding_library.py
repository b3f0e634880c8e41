"""The embedding library: C programs without Python's C API, guests in workers and in the process."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import clean_environment

from objcap import embedding

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "embedding" / "calculator.c"
MODES = ("worker", "in-process")

PROGRAM = r"""
#include <objcap_embed.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static objcap_guest *guest;

static int
echo(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)call, (void)state;
    result->kind = OBJCAP_LIST;
    result->as.items.data = args;
    result->as.items.size = count;
    return 0;
}

static int
range(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)state;
    size_t size = count == 1 && args[0].kind == OBJCAP_INT ? (size_t)args[0].as.integer : 0;
    objcap_value *items = objcap_alloc(call, size * sizeof *items);
    if (items == NULL) {
        return objcap_fail(call, "MemoryError", "too many");
    }
    for (size_t i = 0; i < size; i++) {
        items[i].kind = OBJCAP_INT;
        items[i].as.integer = (int64_t)i;
    }
    result->kind = OBJCAP_TUPLE;
    result->as.items.data = items;
    result->as.items.size = size;
    return 0;
}

static int
silent(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)call, (void)state, (void)args, (void)count, (void)result;
    return -1;
}

static int
strange(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)state, (void)args, (void)count, (void)result;
    return objcap_fail(call, "SystemExit", "no error of that name");
}

static int
again(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)call, (void)state, (void)args, (void)count;
    objcap_outcome outcome;
    int status = objcap_run(guest, "1", 1, "<again>", &outcome);
    printf("again: %d %s\n", status, outcome.text);
    objcap_forget(&outcome);
    result->kind = OBJCAP_NONE;
    return 0;
}

static int
wait(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)call, (void)state, (void)args, (void)count;
    printf("waiting\n");
    fflush(stdout);
    getchar();
    result->kind = OBJCAP_NONE;
    return 0;
}

static void
run(objcap_guest *which, const char *source)
{
    objcap_outcome outcome;
    int status = objcap_run(which, source, strlen(source), "<script>", &outcome);
    printf("%d %d %s\n", status, outcome.code, outcome.text == NULL ? "-" : outcome.text);
    objcap_forget(&outcome);
    fflush(stdout);
}

static void
show(const objcap_value *value)
{
    switch (value->kind) {
    case OBJCAP_NONE:
        printf("none ");
        break;
    case OBJCAP_BOOL:
        printf("bool %d ", value->as.boolean);
        break;
    case OBJCAP_INT:
        printf("int %lld ", (long long)value->as.integer);
        break;
    case OBJCAP_FLOAT:
        printf("float %g ", value->as.real);
        break;
    case OBJCAP_STR:
    case OBJCAP_BYTES:
        printf("%s %zu %s ", value->kind == OBJCAP_STR ? "str" : "bytes", value->as.text.size,
               value->as.text.data);
        break;
    default:
        printf("%s( ", value->kind == OBJCAP_LIST ? "list" : value->kind == OBJCAP_DICT ? "dict" : "tuple");
        for (size_t i = 0; i < value->as.items.size; i++) {
            show(&value->as.items.data[i]);
        }
        printf(") ");
    }
}

static void
get(const char *name)
{
    objcap_value value;
    if (objcap_get(guest, name, &value) < 0) {
        printf("%s\n", objcap_error());
    }
    else {
        show(&value);
        printf("\n");
    }
    fflush(stdout);
}

static void *
thread(void *source)
{
    run(guest, source);
    return NULL;
}

int
main(int argc, char **argv)
{
    (void)argc;
    const char *path[] = {argv[3], NULL};
    objcap_options options = {
        strcmp(argv[1], "worker") == 0 ? OBJCAP_WORKER : OBJCAP_IN_PROCESS, NULL, path, atof(argv[4])};
    guest = objcap_start(&options);
    if (guest == NULL) {
        printf("start: %s\n", objcap_error());
        return 1;
    }
    objcap_grant(guest, "echo", "Gives its arguments back.", echo, NULL);
    objcap_grant(guest, "range_of", NULL, range, NULL);
    objcap_grant(guest, "silent", NULL, silent, NULL);
    objcap_grant(guest, "strange", NULL, strange, NULL);
    objcap_grant(guest, "again", NULL, again, NULL);
    objcap_grant(guest, "wait", NULL, wait, NULL);
    if (strcmp(argv[2], "values") == 0) {
        run(guest, "values = [None, True, -2**63, 1.5, 'a\\0\\xe4', b'\\0x', [1], (2, [3]), {'k': {4: 5}}]\n"
                   "assert echo(*values) == values and echo() == []\n"
                   "assert [type(v) for v in echo(*values)] == [type(v) for v in values]\n"
                   "assert range_of(10000) == tuple(range(10000))\n"
                   "text = 'x' * 1000000\n"
                   "assert echo(text) == [text]\n"
                   "for value in (2**63, object(), {1}, '\\ud800', print, [len]):\n"
                   "    try:\n"
                   "        echo(1, value)\n"
                   "    except (TypeError, OverflowError) as error:\n"
                   "        print(type(error).__name__)\n"
                   "    except UnicodeError:\n"
                   "        print('UnicodeError')\n"
                   "for function in (silent, strange):\n"
                   "    try:\n"
                   "        function()\n"
                   "    except Exception as error:\n"
                   "        print(type(error).__name__, error)\n"
                   "print(echo.__doc__, silent.__doc__)\n"
                   "values.append('end')\n");
        get("values");
        get("nothing");
        run(guest, "values = 2**63");
        get("values");
        run(guest, "values = print");
        get("values");
        run(guest, "import own\nprint(own.NAME)");
    }
    else if (strcmp(argv[2], "ends") == 0) {
        run(guest, "import sys\nsys.exit()");
        run(guest, "import sys\nsys.exit(259)");
        run(guest, "raise KeyboardInterrupt");
        run(guest, "def f(): f()\nf()");
        run(guest, "import broken");
        run(guest, "print(");
        run(guest, "\xff");
        run(guest, "again()");
        pthread_t other;
        pthread_create(&other, NULL, thread, "print('from a thread', echo(1))");
        pthread_join(other, NULL);
        printf("%d %s\n", objcap_grant(guest, "no name", NULL, echo, NULL), objcap_error());
        objcap_options second = {OBJCAP_IN_PROCESS, NULL, NULL, 0};
        printf("%d %s\n", objcap_start(&second) == NULL, objcap_error());
    }
    else if (strcmp(argv[2], "two") == 0) {
        objcap_guest *other = objcap_start(NULL);
        run(guest, "x = 1");
        run(other, "x");
        run(other, "echo");
        objcap_stop(other);
        run(guest, "print('x is', x)");
    }
    else if (strcmp(argv[2], "second") == 0) {
        printf("%d\n", objcap_start(NULL) == NULL);
        printf("%s\n", objcap_error());
    }
    else if (strcmp(argv[2], "long") == 0) {
        run(guest, "x = 1");
        run(guest, "while True: pass");
        run(guest, "x = 2");
        get("x");
        printf("%d %s\n", objcap_grant(guest, "late", NULL, echo, NULL), objcap_error());
    }
    else {
        run(guest, argv[2]);
    }
    objcap_stop(guest);
    printf("stopped\n");
    return 0;
}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    done = subprocess.run(
        [sys.executable, "-m", "objcap.embedding", folder], capture_output=True, text=True, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"made {folder}/libobjcap.so\n")
    return folder


def compiled(library: Path, source: Path) -> Path:
    program = library / source.stem
    compiler = shlex.split(sysconfig.get_config_var("CC") or "cc")
    done = subprocess.run(
        [
            *compiler,
            *("-std=gnu11", "-Wall", "-Wextra", "-Werror", "-pthread", f"-I{library}"),
            *(source, "-o", program, library / "libobjcap.so", f"-Wl,-rpath,{library}"),
        ],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return program


@pytest.fixture(scope="module")
def program(library: Path) -> Path:
    (library / "own.py").write_text("NAME = 'a module of the program'\n")
    (library / "broken.py").write_text("1 / 0\n")
    source = library / "program.c"
    source.write_text(PROGRAM)
    return compiled(library, source)


def run(program: Path, mode: str, case: str, timeout: float = 0) -> list[str]:
    done = subprocess.run(
        [program, mode, case, program.parent, str(timeout)],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.parametrize("mode", MODES)
def test_the_example(library: Path, tmp_path: Path, mode: str) -> None:
    script = tmp_path / "script.py"
    script.write_text("def f():\n    raise ValueError('late')\nf()\n")
    done = subprocess.run(
        [compiled(library, EXAMPLE), mode, script],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean_environment(),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "<total>: ended",
        "total: 12.5",
        "<pounds>: error",
        "Traceback (most recent call last):",
        '  File "<pounds>", line 1, in <module>',
        "LookupError: there is EUR only",
        "<exit>: exit 3",
        "<open>: error",
        "Traceback (most recent call last):",
        '  File "<open>", line 1, in <module>',
        "NameError: name 'open' is not defined",
        f"{script}: error",
        "Traceback (most recent call last):",
        f'  File "{script}", line 3, in <module>',
        f'  File "{script}", line 2, in f',
        "ValueError: late",
        "asked 6 times",
    ]


@pytest.mark.parametrize("mode", MODES)
def test_values(program: Path, mode: str) -> None:
    lines = run(program, mode, "values")
    assert lines[:6] == [
        "OverflowError",
        "TypeError",
        "TypeError",
        "UnicodeError",
        "TypeError",
        "TypeError",
    ]
    assert lines[6:10] == [
        "RuntimeError silent",
        "RuntimeError no error of that name",
        "Gives its arguments back. None",
        "0 0 -",
    ]
    assert lines[10] == (
        f"list( none bool 1 int {-(2**63)} float 1.5 str 4 a bytes 2  list( int 1 ) "
        "tuple( int 2 list( int 3 ) ) dict( str 1 k dict( int 4 int 5 ) ) str 3 end ) "
    )
    assert lines[11:] == [
        "NameError: name 'nothing' is not defined",
        "0 0 -",
        "OverflowError: an int of more than 64 bits",
        "0 0 -",
        lines[15],
        "a module of the program",
        "0 0 -",
        "stopped",
    ]
    assert lines[15].startswith("TypeError: ")


@pytest.mark.parametrize("mode", MODES)
def test_ends(program: Path, mode: str) -> None:
    lines = run(program, mode, "ends")
    assert lines[:2] == ["1 0 -", "1 3 -"]
    assert "KeyboardInterrupt" in lines
    assert "ZeroDivisionError: division by zero" in lines
    assert f'  File "{program.parent}/broken.py", line 1, in <module>' in lines
    assert "RecursionError: maximum recursion depth exceeded" in lines
    assert "SyntaxError: '(' was never closed" in lines
    assert any(line.startswith("2 0 SyntaxError") or "SyntaxError: (unicode" in line for line in lines)
    assert "again: 3 a capability must not call back into the library" in lines
    assert "from a thread [1]" in lines
    assert "-1 objcap_grant() takes a name and a function: letters, digits, '_'" in lines
    assert any(
        line.startswith("1 one guest in a process" if mode != "worker" else "1 Python runs") for line in lines
    )
    assert lines[-1] == "stopped"


def test_two_workers_know_nothing_of_each_other(program: Path) -> None:
    lines = run(program, "worker", "two")
    assert [line for line in lines if line.startswith("NameError")] == [
        "NameError: name 'x' is not defined",
        "NameError: name 'echo' is not defined",
    ]
    assert lines[-3:] == ["x is 1", "0 0 -", "stopped"]


def test_no_worker_starts_in_a_locked_process(program: Path) -> None:
    lines = run(program, "in-process", "second")
    assert "this process is locked: it can start no worker" in lines


def test_a_script_that_takes_too_long_ends_the_worker(program: Path) -> None:
    assert run(program, "worker", "long", 1.5) == [
        "0 0 -",
        "3 0 the worker took more than 1.5 seconds and was killed",
        "3 0 the worker has ended before",
        "the worker has ended before",
        "-1 the worker has ended before",
        "stopped",
    ]


def test_a_timeout_needs_a_worker(program: Path) -> None:
    done = subprocess.run([program, "in-process", "1", program.parent, "1"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "start: a timeout needs a worker: nothing can end a guest in this process\n"


def descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(int(child))


def holds_cffi(pid: int) -> bool:
    return "_cffi_backend" in Path(f"/proc/{pid}/maps").read_text()


@pytest.fixture
def waiting(program: Path, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """The program while a guest waits for a capability."""
    with subprocess.Popen(
        [program, request.param, "wait()\nwhile True: pass", program.parent, "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
        yield process
        process.kill()


@pytest.mark.parametrize("waiting", ["worker"], indirect=True)
def test_no_locked_process_holds_cffi(waiting: subprocess.Popen[str]) -> None:
    relay, locked = descendants(waiting.pid)
    assert holds_cffi(waiting.pid)
    assert not holds_cffi(relay)
    assert not holds_cffi(locked)


@pytest.mark.parametrize("waiting", ["in-process"], indirect=True)
def test_the_process_holds_no_cffi_when_the_guest_is_in_it(waiting: subprocess.Popen[str]) -> None:
    assert not holds_cffi(waiting.pid)
    assert list(descendants(waiting.pid)) == []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("waiting", ["worker"], indirect=True)
@pytest.mark.parametrize("busy", [False, True])
def test_a_worker_ends_with_the_program(waiting: subprocess.Popen[str], busy: bool) -> None:
    workers = list(descendants(waiting.pid))
    if busy:
        assert waiting.stdin is not None
        waiting.stdin.write("\n")
        waiting.stdin.flush()
        time.sleep(0.2)
    waiting.kill()
    waiting.wait()
    end = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(alive, workers))


@pytest.mark.parametrize("waiting", ["worker"], indirect=True)
def test_a_worker_that_is_killed_is_gone(waiting: subprocess.Popen[str]) -> None:
    _, locked = descendants(waiting.pid)
    os.kill(locked, signal.SIGKILL)
    assert waiting.stdin is not None and waiting.stdout is not None
    waiting.stdin.write("\n")
    waiting.stdin.flush()
    assert waiting.stdout.readline() == "3 0 the worker has ended with status -9\n"
    assert waiting.stdout.readline() == "stopped\n"


def test_cffi_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "cffi", None)
    with pytest.raises(ImportError, match="cffi"):
        embedding.build(tmp_path)
