"""Runs programs in fresh interpreters: a lockdown is for good."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path


def run_python(
    source: str, *arguments: str, input: str = "", timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run `source` as the main module of a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source), *arguments],
        input=input,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=clean_environment(),
    )


def run_objcap(
    *arguments: str,
    input: str | None = "",
    timeout: float = 60,
    cwd: str | Path | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `python -m objcap` with those arguments."""
    return subprocess.run(
        [sys.executable, "-m", "objcap", *arguments],
        input=input,
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=cwd,
        env={**clean_environment(), **(env or {})},
    )


def clean_environment() -> dict[str, str]:
    """The environment without what changes an interpreter."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | {
        "PYTHONIOENCODING": "utf-8"
    }
