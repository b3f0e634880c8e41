"""The examples of sandboxes do what they say, attacks included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support import clean_environment

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run_example(name: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-I", str(EXAMPLES / name)],
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_formulas_get_cells_and_prices_and_nothing_else() -> None:
    lines = run_example("sandbox_formula.py")
    assert lines[2:4] == ["B3 = 25.8", "B4 = 21.0"]
    assert lines[4] == "X1: #NameError: name 'open' is not defined"
    assert lines[5].startswith("X2: #AttributeError:")
    assert lines[6] in ("X3: #WallLimit", "X3: #MemoryLimit")


def test_the_grader_grades_and_is_not_fooled() -> None:
    honest, nosy, endless, greedy = run_example("sandbox_grader.py")
    assert honest == "honest: 3 of 3"
    assert nosy == "nosy: 0 of 3; KeyError: 'CASES'"
    assert endless.startswith(
        (
            "endless: 0 of 3; the guest used more than 0.3 seconds",
            "endless: 0 of 3; the call took longer",  # on a busy machine
        )
    )
    assert greedy.startswith("greedy: 0 of 3; the guest needed more than its 67108864 bytes")
