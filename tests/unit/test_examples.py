"""The examples of capabilities do what they say, attacks included."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
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


def parts(lines: list[str]) -> list[list[str]]:
    """The parts of what an example prints: of the guest that behaves, of the hostile one, of the host."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line == "---":
            found.append([])
        else:
            found[-1].append(line)
    return found


def refused(lines: list[str], *done: str) -> None:
    """All that a hostile guest has tried was refused, but for what is named."""
    assert len(lines) > 8
    for line in lines:
        what, _, became = line.partition(": ")
        if what in done:
            assert became.startswith("DONE"), line
        else:
            assert became.isidentifier() and became.endswith("Error"), line


def test_formulas_get_named_functions_and_nothing_else() -> None:
    lines = run_example("caps_formula.py")
    assert lines[2:5] == ["B3 = 25.8", "B4 = 21.0", "B5 = Due 2024-05-01"]
    assert lines[6] == "X1: #NameError: name 'open' is not defined"
    assert lines[7].startswith("X2: #AttributeError:")
    assert lines[8].startswith("X3: #PermissionError: objcap: os.system is refused")
    assert lines[9] == "X4: #PermissionError: Table.price: its limit of calls is used up"
    assert lines[10].startswith("X5: #TypeError: argument 1: cannot pass")
    assert lines[11] in ("X6: #CpuLimit", "X6: #WallLimit", "X6: #MemoryLimit")
    assert run_example("caps_formula.py")[:6] == lines[:6]  # the random one too


def test_the_grader_grades_and_is_not_fooled() -> None:
    honest, wrong, nosy, climber, forger, half, endless, greedy, filler = run_example("caps_grader.py")
    assert honest == "honest: 3 of 3"
    assert wrong == "wrong: 0 of 3; a wrong answer"
    assert nosy.startswith("nosy: 0 of 3; FileNotFoundError:") and nosy.endswith("'../expected.txt'")
    assert climber == "climber: 0 of 3; KeyError: 'CASES'"
    assert forger.startswith("forger: 0 of 3; PermissionError:") and forger.endswith("'input.csv'")
    assert half == "half: 0 of 3; ValueError: what is written half is not handed in"
    assert endless.startswith(
        (
            "endless: 0 of 3; the guest used more than 0.5 seconds",
            "endless: 0 of 3; the call took longer",  # on a busy machine
        )
    )
    assert greedy.startswith("greedy: 0 of 3; the guest needed more than its 67108864 bytes")
    assert filler.startswith("filler: 0 of 3; OSError:") and "quota" in filler


def test_a_plugin_has_its_folder_and_its_cache() -> None:
    good, hostile, found = parts(run_example("caps_plugin.py"))
    assert good == [
        "words: counted: {'cat': 1, 'dog': 1, 'bird': 1}",
        "words: from the cache: {'cat': 1, 'dog': 1, 'bird': 1}",
    ]
    refused(hostile, "what there is beside its folder")
    assert "what there is beside its folder: DONE, ['cache', 'plugin']" in hostile
    assert found == [
        "files outside of the cache are as they were: True",
        "in the cache: 5 files, of at most 5; within 20000 bytes: True",
    ]


def test_a_model_s_program_asks_one_api() -> None:
    pytest.importorskip("urllib3")
    good, hostile, found = parts(run_example("caps_language_model_tool.py"))
    assert good == ["Oslo 4", "Rome 19", "answer: Rome"]
    refused(hostile)
    assert found[:2] == ["the other server was asked for: nothing", "of the API, outside of /v1/: nothing"]
    assert found[2] == "requests that were made: 12"  # two redirects, and what was left of twenty calls


def test_a_build_step_reads_the_sources_and_writes_the_output() -> None:
    good, hostile, found = parts(run_example("caps_build_step.py"))
    assert good == [
        "built 2 pages",
        "made: index.json, pears.html, plums.html",
        "built 2 pages",
        "a second run gives the same bytes: True",
        "in the log: 12 calls of open() in two runs, the first of source/page.template",
    ]
    refused(hostile)
    assert found == [
        "the sources are as they were: True",
        "beside them: build.py, hostile.py, output, signing-key.txt, source, trail.jsonl",
    ]
