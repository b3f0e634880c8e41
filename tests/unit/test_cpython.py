"""CPython's own tests inside a locked interpreter: tests/cpython/run.py, and the driver itself."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "cpython"


def load() -> ModuleType:
    """The driver as a module; its folder is no package."""
    spec = importlib.util.spec_from_file_location("cpython_run", FOLDER / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


run = load()


def check(*arguments: str) -> None:
    """Run the driver; a Python without CPython's tests is said aloud."""
    done = subprocess.run(
        [sys.executable, str(FOLDER / "run.py"), *arguments], capture_output=True, text=True, timeout=1800
    )
    if done.returncode == run.NO_TESTS:
        pytest.skip(done.stderr.strip())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow  # .ci/run runs all of them, on every version
def test_modules_of_the_fast_subset() -> None:
    check("--fast")


@pytest.mark.slow
def test_all_modules() -> None:
    check()


def test_the_list_covers_at_least_forty_modules() -> None:
    assert len(run.read_modules(fast=False)) >= 40
    assert len(set(run.read_modules(fast=False))) == len(run.read_modules(fast=False))


@pytest.mark.parametrize(
    ("versions", "version", "covered"),
    [
        ("", (3, 11), True),
        ("3.12-", (3, 11), False),
        ("3.12-", (3, 13), True),
        ("-3.12", (3, 12), True),
        ("-3.12", (3, 13), False),
        ("3.12", (3, 12), True),
        ("3.12", (3, 13), False),
        ("3.11 3.13", (3, 13), True),
    ],
)
def test_versions(versions: str, version: tuple[int, int], covered: bool) -> None:
    assert run.covers(versions, version) is covered


def side(**tests: str) -> object:
    return run.Side({f"test.test_x.T.{name}": (outcome, "") for name, outcome in tests.items()})


def test_a_lost_test_is_bad_unless_it_is_listed() -> None:
    outside = side(test_a="ok", test_b="ok", test_c="failed", test_d="skipped", test_e="ok")
    inside = side(test_a="ok", test_b="failed", test_c="failed", test_d="skipped", test_e="skipped")
    rows = [run.Row("test_x.T.test_b", "", "why")]

    figures, bad, listed = run.judge(outside, inside, rows)

    assert (figures.tests, figures.skipped, figures.outside, figures.inside) == (5, 1, 3, 1)
    assert len(bad) == 1 and bad[0].startswith("test_x.T.test_e: ok outside, skipped inside")
    assert len(listed) == 1 and "[why]" in listed[0]
    assert rows[0].matched == 1


def test_what_is_absent_or_dies_inside_is_lost() -> None:
    outside = side(test_a="ok", test_b="ok", test_c="skipped")
    inside = side(test_b="died", test_c="died")

    figures, bad, _ = run.judge(outside, inside, [])

    assert figures.inside == 0
    assert [line.split(":")[0] for line in bad] == [f"test_x.T.test_{letter}" for letter in "abc"]


def test_a_death_is_laid_at_the_door_of_the_test_that_had_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "dies.py"
    program.write_text(
        "import os, sys\n"
        "tests = ['a', 'b', 'c']\n"
        "if '--after' in sys.argv: tests = tests[tests.index(sys.argv[-1]) + 1:]\n"
        "for name in tests:\n"
        "    print(f'\\n\\x1estart {name}', flush=True)\n"
        "    if name == 'b': os.abort()\n"
        "    print(f'\\n\\x1edone {name}\\tok\\t', flush=True)\n"
        "print('\\n\\x1edone \\tend')\n"
    )
    monkeypatch.setattr(run, "command", lambda inside, folder, module: [sys.executable, str(program)])

    found = run.run_side(True, tmp_path, "test_x")

    assert [found.tests[name][0] for name in "abc"] == ["ok", "died", "ok"]
    assert "SIGABRT" in found.tests["b"][1]
