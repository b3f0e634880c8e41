"""python -m objcap: its conventions are python's own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import run_objcap

import objcap


def test_help_and_version() -> None:
    text = run_objcap("--help")
    assert text.returncode == 0
    for option in (
        "--path",
        "--no-script-path",
        "--allow-module",
        "--without",
        "--strict",
        "--no-stdin",
        "-c",
        "-m",
    ):
        assert option in text.stdout
    assert run_objcap("-h").stdout == text.stdout
    version = run_objcap("--version")
    assert version.stdout == f"objcap {objcap.__version__} on CPython {sys.version.split()[0]}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nonsense"], "unknown option --nonsense"),
        (["-x"], "unknown option -x"),
        (["--path"], "option --path needs a value"),
        (["-c"], "option -c needs a value"),
        (["--strict=1", "x.py"], "option --strict takes no value"),
        (["--path", "/no/such/folder", "-c", "1"], "'/no/such/folder' is not a folder"),
        (["no_such_script.py"], "can't open file"),
        (["/"], "can't open file"),
        (["-m", "../x"], "is not the name of a module"),
        (["--allow-module", "no_such_module", "-c", "1"], "no_such_module"),
    ],
)
def test_wrong_command_lines_are_one_clear_error_and_status_2(arguments: list[str], message: str) -> None:
    result = run_objcap(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("source", "status", "last"),
    [
        ("pass", 0, ""),
        ("import sys; sys.exit(3)", 3, ""),
        ("import sys; sys.exit()", 0, ""),
        ("import sys; sys.exit('why')", 1, "why"),
        ("import sys; sys.exit(256 + 7)", 7, ""),
        ("raise KeyError('x')", 1, "KeyError: 'x'"),
        ("x = (", 1, "SyntaxError: '(' was never closed"),
        ("raise SystemExit(3)", 1, "NameError"),
    ],
)
def test_exit_status_is_python_s(source: str, status: int, last: str) -> None:
    result = run_objcap("-c", source)
    assert result.returncode == status
    assert last in (result.stderr.splitlines() or [""])[-1]


def test_script_gets_its_arguments_and_its_folder(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("def double(x): return 2 * x\n")
    script = tmp_path / "main.py"
    script.write_text("import sys, helper\nprint(sys.argv[1:], helper.double(4), __name__, __file__)\n")
    result = run_objcap(str(script), "-c", "--strict", "a b")
    assert result.stdout == f"['-c', '--strict', 'a b'] 8 __main__ {script}\n", result.stderr
    refused = run_objcap("--no-script-path", str(script))
    assert refused.returncode == 1
    assert "ModuleNotFoundError: No module named 'helper'" in refused.stderr


def test_path_option_permits_source_and_never_bytecode(tmp_path: Path) -> None:
    folder = tmp_path / "lib"
    (folder / "pack").mkdir(parents=True)
    (folder / "pack" / "__init__.py").write_text("from . import part\n")
    (folder / "pack" / "part.py").write_text("VALUE = 'from source'\n")
    result = run_objcap("--path", str(folder), "-c", "import pack; print(pack.part.VALUE)")
    assert result.stdout == "from source\n", result.stderr
    result = run_objcap(f"--path={folder}", "-c", "import pack.part; print(pack.part.VALUE)")
    assert result.stdout == "from source\n", result.stderr


def test_source_from_standard_input() -> None:
    result = run_objcap("-", "x", input="import sys; print(sys.argv, repr(sys.stdin.read()))")
    assert result.stdout == "['-', 'x'] ''\n", result.stderr
    assert run_objcap(input="print(1 + 1)").stdout == "2\n"


def test_no_stdin() -> None:
    result = run_objcap("--no-stdin", "-c", "import sys; print(repr(sys.stdin.read()))", input="secret")
    assert result.stdout == "''\n"


def test_module_option(tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "__init__.py").write_text("")
    (tmp_path / "tool" / "__main__.py").write_text("import sys; print(__name__, __package__, sys.argv[1:])\n")
    result = run_objcap("-m", "tool", "1", cwd=tmp_path)
    assert result.stdout == "__main__ tool ['1']\n", result.stderr
    missing = run_objcap("-m", "nothing_here", cwd=tmp_path)
    assert missing.returncode == 1
    assert "No module named nothing_here" in missing.stderr


def test_environment_is_not_the_guest_s_and_what_is_ignored_is_said() -> None:
    result = run_objcap(
        "-c",
        "import os, sys; print(dict(os.environ), sys.path)",
        env={"PYTHONPATH": "/tmp", "PYTHONSTARTUP": "/no/such/file", "SECRET": "x"},
    )
    assert result.returncode == 0
    assert result.stdout == "{} []\n"
    assert "PYTHONPATH" in result.stderr and "PYTHONSTARTUP" in result.stderr


def test_allow_module_warns_and_permits() -> None:
    result = run_objcap("--allow-module", "_decimal", "-c", "import decimal; decimal.Decimal(1)")
    assert result.returncode == 0, result.stderr
    assert "warning: --allow-module _decimal" in result.stderr


def test_traceback_shows_the_guest_s_lines_and_nothing_of_objcap(tmp_path: Path) -> None:
    script = tmp_path / "fails.py"
    script.write_text("def inner(x):\n    return 1 / x\n\n\ninner(0)\n")
    result = run_objcap(str(script))
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert f'  File "{script}", line 5, in <module>' in lines
    assert "    return 1 / x" in lines
    assert "objcap" not in result.stderr.replace(str(script), "")
    assert lines[-1] == "ZeroDivisionError: division by zero"


def test_traceback_through_imported_modules_leaves_importlib_out(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("1 / 0\n")
    script = tmp_path / "main.py"
    script.write_text("import broken\n")
    result = run_objcap(str(script))
    assert "importlib" not in result.stderr
    assert result.stderr.count("  File ") == 2


def test_undecodable_source_is_a_syntax_error(tmp_path: Path) -> None:
    script = tmp_path / "latin.py"
    script.write_bytes(b"x = '\xe9'\n")
    result = run_objcap(str(script))
    assert result.returncode == 1
    assert "SyntaxError" in result.stderr
    script.write_bytes(b"# -*- coding: latin-1 -*-\nprint(ascii('\xe9'))\n")
    assert run_objcap(str(script)).stdout == "'\\xe9'\n"


@pytest.mark.parametrize("where", ["python", "sleep"])
def test_interrupt_ends_the_program_as_python_does(where: str) -> None:
    source = {"python": "while True: pass", "sleep": "import time; time.sleep(60)"}[where]
    process = subprocess.Popen(
        [sys.executable, "-m", "objcap", "-c", f"print('on', flush=True)\n{source}"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "on\n"
    time.sleep(0.2)  # CPython's time.sleep() misses a signal that comes just before its system call
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert error.splitlines()[-1] == "KeyboardInterrupt"


def test_interrupt_can_be_caught() -> None:
    source = (
        "import time\n"
        "try:\n"
        "    print('on', flush=True); time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    print('caught')"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "objcap", "-c", source], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "on\n"
    time.sleep(0.2)  # CPython's time.sleep() misses a signal that comes just before its system call
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=30)[0] == "caught\n"
    assert process.returncode == 0


def test_a_module_of_the_library_ends_the_program_as_it_does_outside() -> None:
    done = run_objcap("-m", "json.tool", input='{"a": 1}')
    assert (done.returncode, done.stdout, done.stderr) == (0, '{\n    "a": 1\n}\n', "")
    done = run_objcap("-m", "json.tool", input='{"a":')
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Expecting value: line 1 column 6 (char 5)\n"
