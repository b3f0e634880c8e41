"""Guards that get no memory refuse."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import clean_environment

PROGRAM = Path(__file__).parents[1] / "no_memory.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=clean_environment(),
    )
    if done.returncode == 77:
        pytest.skip(done.stdout.strip())
    return done


def test_guards_refuse_without_memory():
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    asked = int(done.stdout.split()[-8])
    assert asked > 250, done.stdout


def test_the_search_finds_a_planted_hole():
    done = run("--plant")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "answered without memory: the planted hole" in done.stdout
