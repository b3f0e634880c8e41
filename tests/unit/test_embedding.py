"""A C program with a locked Python inside, and capabilities that are C functions."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from support import clean_environment

import objcap
from objcap import _objcap

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "embedding" / "embed.c"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> object:
    """A function that compiles a C program against the embedded interpreter."""

    def compile_program(source: Path) -> Path:
        get = sysconfig.get_config_var
        library = f"{get('LIBDIR')}"
        program = tmp_path_factory.mktemp("embedding") / source.stem
        command = [
            *shlex.split(get("CC") or "cc"),
            *("-std=c11", "-Wall", "-Wextra", "-Werror", str(source), "-o", str(program)),
            *(f"-I{sysconfig.get_path('include')}", f"-I{objcap.get_include()}"),
            *(f"-L{library}", f"-L{get('LIBPL')}", f"-Wl,-rpath,{library}"),
            f"-lpython{get('VERSION')}{sys.abiflags}",
            *shlex.split(f"{get('LIBS') or ''} {get('SYSLIBS') or ''}"),
            *shlex.split(get("LINKFORSHARED") or ""),
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        return program

    return compile_program


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [program, sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=clean_environment(),
    )


def test_the_example(build: object, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("def f():\n    raise ValueError('late')\nf()\n")
    done = run(build(EXAMPLE), str(script))  # type: ignore[operator]
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:5] == [
        "<prices>: ended",
        "total: 10",
        "<cheese>: error",
        "Traceback (most recent call last):",
        '  File "<cheese>", line 1, in <module>',
    ]
    assert "LookupError: there is bread only" in lines
    assert "<exit>: exit 3" in lines
    assert any(line.startswith("ImportError: objcap: import of 'socket' is refused") for line in lines)
    assert "NameError: name 'open' is not defined" in lines
    assert lines[-3:] == [f'  File "{script}", line 2, in f', "ValueError: late", "asked 5 times"]


def test_the_example_that_locks_in_python(build: object) -> None:
    done = run(build(EXAMPLE.with_name("embed_import.c")))  # type: ignore[operator]
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        '{"slash is empty": false}',
        "objcap: os.listdir is refused to a guest; only a capability that the host hands in would grant it",
    ]


PROGRAM = r"""
#include <Python.h>
#include <objcap.h>
#include <stdio.h>
#include <string.h>

static const objcap_api *api;

/* Gives its arguments back as a list. */
static int
echo(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)call;
    (void)state;
    result->kind = OBJCAP_LIST;
    result->as.items.data = args;
    result->as.items.size = count;
    return 0;
}

/* A list of so many numbers, from the memory of the call. */
static int
range(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)state;
    size_t size = count == 1 && args[0].kind == OBJCAP_INT ? (size_t)args[0].as.integer : 0;
    objcap_value *items = api->alloc(call, size * sizeof *items);
    if (items == NULL) {
        return api->fail(call, "MemoryError", "too many");
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
wild(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)call, (void)state, (void)args, (void)count;
    result->kind = (objcap_kind)99;
    return 0;
}

/* Breaks the contract: it calls Python. */
static int
breach(objcap_call *call, void *state, const objcap_value *args, size_t count, objcap_value *result)
{
    (void)call, (void)state, (void)args, (void)count;
    PyErr_SetString(PyExc_ValueError, "from inside");
    PyErr_Clear();
    result->kind = OBJCAP_NONE;
    return 0;
}

int
main(int argc, char **argv)
{
    PyConfig config;
    setvbuf(stdout, NULL, _IONBF, 0);
    PyConfig_InitPythonConfig(&config);
    PyConfig_SetBytesString(&config, &config.program_name, argv[1]);
    if (argc < 3 || PyStatus_Exception(Py_InitializeFromConfig(&config))) {
        return 1;
    }
    PyConfig_Clear(&config);
    api = objcap_import();
    if (api == NULL || api->names() != NULL) {
        return 2;
    }
    PyErr_Clear();
    PyObject *made = api->capability("echo", NULL, echo, NULL);
    if (strcmp(argv[2], "python") == 0) { /* Python code of the program locks */
        if (PyRun_SimpleString("import objcap\nobjcap.lockdown()\n") < 0) {
            return 3;
        }
    }
    else if (api->lockdown(NULL) < 0 || api->lockdown(NULL) == 0) {
        return 3;
    }
    PyErr_Clear();
    PyObject *names = api->names();
    PyDict_SetItemString(names, "echo", made);
    PyDict_SetItemString(names, "range_of", api->capability("range_of", "Numbers.", range, NULL));
    PyDict_SetItemString(names, "silent", api->capability("silent", NULL, silent, NULL));
    PyDict_SetItemString(names, "wild", api->capability("wild", NULL, wild, NULL));
    PyDict_SetItemString(names, "breach", api->capability("breach", NULL, breach, NULL));
    for (int i = 3; i < argc; i++) {
        objcap_outcome outcome;
        int status = api->run(names, argv[i], strlen(argv[i]), "<script>", &outcome);
        printf("%d %d %s\n", status, outcome.code, outcome.text == NULL ? "-" : outcome.text);
        api->forget(&outcome);
        if (PyErr_Occurred() || !api->is_locked()) {
            return 4;
        }
    }
    fflush(stdout);
    return Py_FinalizeEx() < 0 ? 5 : 0;
}
"""


@pytest.fixture(scope="module")
def program(build: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = tmp_path_factory.mktemp("source") / "program.c"
    source.write_text(PROGRAM)
    return build(source)  # type: ignore[operator,no-any-return]


VALUES = """
values = [None, True, False, 0, -2**63, 2**63 - 1, 1.5, -0.0, "", "\\0 é \\U0010ffff", b"\\0\\xff", [],
          [1, [2]], (), ("x", (None,)), {}, {1: {"a": [b""]}, "k": None}]
assert repr(echo(*values)) == repr(values), echo(*values)
assert echo() == [] and range_of(1000) == tuple(range(1000))
assert echo(values) == [values]
print(echo, echo.__doc__, range_of.__doc__)
"""

ERRORS = """
class Text(str):
    pass
deep = []
for _ in range(200):
    deep = [deep]
cycle = []
cycle.append(cycle)
for call in (lambda: echo(1, object()), lambda: echo(Text("x")), lambda: echo(2**63),
             lambda: echo({1}), lambda: echo(deep), lambda: echo(cycle), lambda: echo(k=1),
             lambda: echo("\\ud800"), silent, wild, lambda: range_of(1 << 40), lambda: echo(echo),
             lambda: echo(1j)):
    try:
        print(call())
    except BaseException as error:
        print(type(error).__name__, error)
"""


@pytest.mark.parametrize("how", ["api", "python"])
def test_values_cross(program: Path, how: str) -> None:
    done = run(program, how, VALUES)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "<capability 'echo'> None Numbers.\n0 0 -\n"


def test_errors_name_the_argument(program: Path) -> None:
    done = run(program, "api", ERRORS)
    assert done.stdout.splitlines() == [
        "TypeError argument 2: cannot pass a object",
        "TypeError argument 1: cannot pass a Text",
        "OverflowError argument 1: an int of more than 64 bits",
        "TypeError argument 1: cannot pass a set",
        "TypeError argument 1: cannot pass containers nested so deeply",
        "TypeError argument 1: cannot pass containers nested so deeply",
        "TypeError capability 'echo' takes no keyword arguments",
        "UnicodeEncodeError 'utf-8' codec can't encode character '\\ud800' in position 0: "
        "surrogates not allowed",
        "RuntimeError silent",
        "SystemError a C capability returned no value that objcap knows",
        "MemoryError too many",
        "TypeError argument 1: cannot pass a objcap.Capability",
        "TypeError argument 1: cannot pass a complex",
        "0 0 -",
    ]
    assert (done.returncode, done.stderr) == (0, "")


def test_ends_of_scripts(program: Path) -> None:
    scripts = [
        "import sys; sys.exit(7)",
        "import sys; sys.exit()",
        "raise ValueError('x')",
        "def f(:",
        "import nowhere_to_be_found",
        "class Evil(Exception):\n    def __str__(self): raise RuntimeError\nraise Evil",
        "raise KeyboardInterrupt",
        "x = 1",
        "print(x)",
    ]
    done = run(program, "api", *scripts)
    out = done.stdout
    assert (done.returncode, done.stderr) == (0, "")
    assert out.startswith("1 7 -\n1 0 -\n2 0 Traceback (most recent call last):\n")
    for part in (
        "ValueError: x\n",
        "SyntaxError",
        "ModuleNotFoundError: No module named 'nowhere_to_be_found'",
        "Evil: <exception str() failed>",
        "KeyboardInterrupt\n",
    ):
        assert part in out
    assert out.endswith("0 0 -\n1\n0 0 -\n")


def test_the_poisoned_build_shows_a_breach_of_the_contract(program: Path) -> None:
    done = run(program, "c", "breach()")
    assert done.returncode == (-signal.SIGSEGV if _objcap._POISONED else 0)
