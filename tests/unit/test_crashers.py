"""The known crashers of CPython crash where their headers say, and nowhere else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import clean_environment

SCRIPTS = sorted((Path(__file__).resolve().parents[1] / "crashers").glob("*.py"))
VERSION = "{}.{}".format(*sys.version_info)


def field(script: Path, name: str) -> str:
    docstring = ast.get_docstring(ast.parse(script.read_text("utf-8"))) or ""
    found = re.search(rf"^{name}: (.+)$", docstring, re.MULTILINE)
    assert found is not None, f"{script.name} has no {name}"
    return found[1]


def dies(*arguments: str | Path) -> bool:
    """Does a run end by a signal, with the allocator that notices damage or with the usual one?"""
    for allocator in ("debug", "pymalloc"):
        done = subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            timeout=60,
            env={**clean_environment(), "PYTHONMALLOC": allocator},
        )
        if done.returncode < 0:
            return True
    return False


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_header_is_true(script: Path) -> None:
    crashes = VERSION in field(script, "Crashes").split()
    assert dies("-P", script) == crashes
    assert dies("-m", "objcap", script) == (crashes and field(script, "Under objcap") == "crashes")
