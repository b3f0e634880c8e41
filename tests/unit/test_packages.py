"""Pure-Python packages from an index, imported and used by a guest through --path.

Those of the extra `test` here; all of them with `python tests/packages/run.py`.
"""

from __future__ import annotations

import re
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import pytest
from packages import run

REQUIRED = ("attrs", "sortedcontainers", "more-itertools", "jinja2", "markupsafe", "pyparsing")
EXERCISES = {exercise.requirement: exercise for exercise in run.exercises()}


@pytest.mark.parametrize("requirement", REQUIRED)
def test_package_works_in_a_guest(requirement: str) -> None:
    try:
        metadata.version(requirement)
    except metadata.PackageNotFoundError:
        pytest.fail(f"{requirement} is not installed: pip install '.[test]'")
    outcome = run.check(EXERCISES[requirement], sys.executable, Path(sysconfig.get_path("purelib")))
    assert outcome == run.Outcome("same")


def test_a_stand_in_is_for_the_guest_alone(tmp_path: Path) -> None:
    (tmp_path / "hollow.py").write_text("import subprocess\nprint('imported')\n")
    program = tmp_path / "use_hollow.py"
    program.write_text("import hollow\n")
    exercise = run.Exercise(program, "hollow", "nothing")
    assert run.check(exercise, sys.executable, tmp_path).verdict == "differs inside"
    before = 'sys.modules["subprocess"] = types.ModuleType("subprocess")'
    assert run.check(run.Exercise(program, "hollow", "", before), sys.executable, tmp_path).verdict == "same"
    refused = run.Exercise(program, "hollow", "", "", "it needs processes")
    assert run.check(refused, sys.executable, tmp_path).verdict == "refused"
    both = run.check(run.Exercise(program, "hollow", "", before, "no"), sys.executable, tmp_path)
    assert both.failed and "refused" in both.verdict


def test_the_document_has_every_package() -> None:
    text = run.PAGE.read_text().partition(run.BEGIN)[2].partition(run.END)[0]
    listed = re.findall(r"^\| ([\w.-]+) \| \d", text, re.MULTILINE)
    assert listed == list(EXERCISES) and len(listed) >= 30
    for exercise in EXERCISES.values():
        row = next(line for line in text.splitlines() if line.startswith(f"| {exercise.requirement} |"))
        assert ("| no |" in row) == bool(exercise.refused)
