"""The runner of the security suite: whatever is not a refusal must show as a failure.

A stand-in for the interpreter takes the place of an installed objcap: with it, ``-m objcap script`` and the
host harness run the script in plain Python with the environment variable LOCKED set, so that each test can
write a script that behaves under "objcap" as the test needs it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import run_security_tests as runner  # noqa: E402

STAND_IN = """#!{python}
import os, sys
arguments = sys.argv[1:]
if "-c" in arguments:
    place = arguments.index("-c") + 1
    arguments[place] = "import sys; sys.path.insert(0, {folder!r})\\n" + arguments[place]
elif "--no-lockdown" in arguments:
    arguments = ["-I", arguments[-1]]
elif arguments[0] != "-I":
    os.environ["LOCKED"] = "1"
    arguments = ["-I", arguments[-1]]
os.execv({python!r}, [{python!r}, *arguments])
"""

HEADER = '''"""An attack

Technique: none
Versions: {versions}
Origin: this test
Expected: {expected}
{more}"""
import os
locked = "LOCKED" in os.environ
'''

ESCAPES_ON_PLAIN = "if not locked:\n    print('ESCAPED: yes')\nelse:\n    "


class Suite:
    """A folder of scripts and a stand-in for an interpreter with objcap."""

    def __init__(self, folder: Path) -> None:
        self.tests = folder / "tests"
        (self.tests / "fail" / "group").mkdir(parents=True)
        (self.tests / "succeed" / "topic").mkdir(parents=True)
        (folder / "objcap.py").write_text("")
        self.python = folder / "python"
        self.python.write_text(STAND_IN.format(python=sys.executable, folder=str(folder)))
        self.python.chmod(0o755)
        self.report = folder / "report.json"

    def attack(self, body: str, name: str = "attack", expected: str = "NameError", more: str = "") -> None:
        """Add a script to tests/fail."""
        versions = "3.11 3.12 3.13 3.14"
        if "Versions:" in more:
            versions, more = more.removeprefix("Versions:").strip(), ""
        header = HEADER.format(versions=versions, expected=expected, more=more)
        (self.tests / "fail" / "group" / f"{name}.py").write_text(header + body)

    def program(self, body: str, name: str = "program") -> None:
        """Add a script to tests/succeed."""
        (self.tests / "succeed" / "topic" / f"{name}.py").write_text(f'"""A program"""\n{body}\n')

    def run(self, *arguments: str) -> tuple[int, list[dict[str, object]]]:
        """Run the suite; return the exit status and the results."""
        self.report.unlink(missing_ok=True)
        status = runner.main(
            ["--tests", str(self.tests), "--python", str(self.python), "--json", str(self.report), *arguments]
        )
        results = json.loads(self.report.read_text()) if self.report.exists() else []
        return status, results

    def verdict(self) -> str:
        """Run the only attack; check that the exit status agrees, and return the verdict."""
        status, results = self.run("--class", "group")
        assert len(results) == 1
        verdict = str(results[0]["verdict"])
        assert status == (0 if verdict == runner.PASSED else 1)
        return verdict


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    """An empty suite."""
    return Suite(tmp_path)


def test_refused_attack_passes(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "print('REFUSED: NameError: no')")
    assert suite.verdict() == runner.PASSED


def test_escape_fails(suite: Suite) -> None:
    suite.attack("print('ESCAPED: yes')")
    assert suite.verdict() == runner.ESCAPED


def test_escape_in_the_host_run_only_fails(
    suite: Suite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    harness = tmp_path / "host_harness.py"
    monkeypatch.setitem(runner.HARNESSES, "host", harness)
    text = suite.python.read_text().replace(
        '"1"', '"host" if arguments[0].endswith("host_harness.py") else "1"'
    )
    suite.python.write_text(text)
    suite.attack(
        "if not locked or os.environ['LOCKED'] == 'host':\n    print('ESCAPED: yes')\n"
        "else:\n    print('REFUSED: NameError: no')"
    )
    assert suite.verdict() == runner.ESCAPED


def test_host_secret_in_the_output_is_an_escape(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "print('REFUSED: NameError:', os.environ['OBJCAP_TEST_SECRET'])")
    assert suite.verdict() == runner.ESCAPED


def test_dead_attack_fails(suite: Suite) -> None:
    suite.attack("print('REFUSED: NameError: everywhere')")
    assert suite.verdict() == runner.DEAD


def test_crash_fails(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "os.kill(os.getpid(), 11)")
    assert suite.verdict() == runner.CRASHED


def test_crash_after_the_refusal_fails(suite: Suite) -> None:
    suite.attack(
        ESCAPES_ON_PLAIN + "print('REFUSED: NameError: no', flush=True)\n    os.kill(os.getpid(), 6)"
    )
    assert suite.verdict() == runner.CRASHED


def test_timeout_fails(suite: Suite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "TIMEOUT", 2.0)
    suite.attack(ESCAPES_ON_PLAIN + "import time; time.sleep(30)")
    assert suite.verdict() == runner.CRASHED


def test_uncaught_error_fails(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "raise NameError('no')")
    assert suite.verdict() == runner.WRONG


def test_status_after_the_refusal_fails(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "print('REFUSED: NameError: no'); raise SystemExit(3)")
    assert suite.verdict() == runner.WRONG


def test_missing_last_line_fails(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "pass")
    assert suite.verdict() == runner.WRONG


def test_other_exception_fails(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "print('REFUSED: TypeError: no')", expected="NameError or KeyError")
    assert suite.verdict() == runner.WRONG


@pytest.mark.parametrize("expected", ["NameError or KeyError", "KeyError, NameError", "NameError"])
def test_each_expected_exception_passes(suite: Suite, expected: str) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "print('REFUSED: NameError: no')", expected=expected)
    assert suite.verdict() == runner.PASSED


@pytest.mark.parametrize("more", ["Harness: guest\n", "Version: 3.11\n"])
def test_bad_header_fails(suite: Suite, more: str) -> None:
    suite.attack("print('ESCAPED: yes')", more=more)
    assert suite.verdict() == runner.BROKEN


def test_header_without_technique_fails(suite: Suite) -> None:
    path = suite.tests / "fail" / "group" / "attack.py"
    path.write_text(
        '"""A title\n\nVersions: 3.11\nOrigin: x\nExpected: NameError\n"""\nprint("ESCAPED: yes")\n'
    )
    assert suite.verdict() == runner.BROKEN


def test_script_that_does_not_compile_fails(suite: Suite) -> None:
    suite.attack("def (")
    assert suite.verdict() == runner.BROKEN


def test_other_versions_are_skipped_and_never_passed(suite: Suite) -> None:
    suite.attack("print('ESCAPED: yes')", more="Versions: 2.6")
    suite.attack(ESCAPES_ON_PLAIN + "print('REFUSED: NameError: no')", name="other")
    status, results = suite.run("--class", "group")
    assert status == 0
    assert [result["verdict"] for result in results] == [runner.SKIPPED, runner.PASSED]


def test_missing_module_is_skipped_and_all_skipped_is_a_failure(suite: Suite) -> None:
    suite.attack("print('ESCAPED: yes')", more="Needs: no_such_module\n")
    status, results = suite.run("--class", "group")
    assert [result["verdict"] for result in results] == [runner.SKIPPED]
    assert status == 1


def test_host_script_has_no_command_run(suite: Suite) -> None:
    suite.attack(ESCAPES_ON_PLAIN + "print('REFUSED: NameError: no')", more="Harness: host\n")
    status, results = suite.run("--class", "group")
    assert status == 0
    runs = results[0]["runs"]
    assert isinstance(runs, list)
    assert [run["label"] for run in runs] == ["plain", "host"]


def test_terminal_script_sees_a_terminal(suite: Suite) -> None:
    check = "assert os.isatty(0) and os.isatty(1) and input().startswith('first line')\n"
    suite.attack(check + ESCAPES_ON_PLAIN + "print('REFUSED: NameError: no')", more="Terminal: yes\n")
    assert suite.verdict() == runner.PASSED


def test_programs_must_end_with_status_0(suite: Suite) -> None:
    suite.program("pass", "good")
    suite.program("raise SystemExit(1)", "wrong")
    suite.program("import os; os.kill(os.getpid(), 9)", "crash")
    status, results = suite.run("--class", "topic")
    assert status == 1
    verdicts = {result["script"]: result["verdict"] for result in results}
    assert verdicts == {
        "succeed/topic/crash": runner.CRASHED,
        "succeed/topic/good": runner.PASSED,
        "succeed/topic/wrong": runner.WRONG,
    }


def test_zero_scripts_is_a_failure(suite: Suite) -> None:
    assert suite.run() == (1, [])


def test_an_empty_half_is_a_failure(suite: Suite) -> None:
    suite.program("pass")
    assert suite.run() == (1, [])


def test_a_choice_that_matches_nothing_is_a_failure(suite: Suite) -> None:
    suite.program("pass")
    assert suite.run("-k", "no such name") == (1, [])


def test_choice_by_text(suite: Suite) -> None:
    suite.program("pass", "one")
    suite.program("raise SystemExit(1)", "two")
    status, results = suite.run("-k", "topic/one")
    assert status == 0
    assert [result["script"] for result in results] == ["succeed/topic/one"]


def test_json_on_standard_output_is_nothing_but_json(
    suite: Suite, capsys: pytest.CaptureFixture[str]
) -> None:
    suite.program("pass")
    status = runner.main(
        ["--tests", str(suite.tests), "--python", str(suite.python), "-k", "program", "--json"]
    )
    assert status == 0
    assert json.loads(capsys.readouterr().out)[0]["verdict"] == runner.PASSED


def test_interpreter_that_does_not_exist(suite: Suite, capsys: pytest.CaptureFixture[str]) -> None:
    suite.program("pass")
    status = runner.main(["--tests", str(suite.tests), "--python", "/no/such/python", "-k", "program"])
    assert status == 2
    assert "/no/such/python" in capsys.readouterr().err


def test_interpreter_without_objcap(suite: Suite, capsys: pytest.CaptureFixture[str]) -> None:
    suite.program("pass")
    suite.python.write_text(f'#!/bin/sh\nshift\nexec {sys.executable} -I -S "$@"\n')
    status = runner.main(["--tests", str(suite.tests), "--python", str(suite.python), "-k", "program"])
    assert status == 2
    assert "no objcap" in capsys.readouterr().err


def test_the_project_has_scripts_of_every_class() -> None:
    scripts = runner.discover(ROOT / "tests")
    attacks = [script for script in scripts if script.kind == "fail"]
    assert len(attacks) >= 90
    assert not [script.name for script in attacks if script.fault]
    assert len({script.group for script in attacks}) >= 15
