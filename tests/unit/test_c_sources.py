"""A lint of objcap's own C: the rules of CONTRIBUTING.md that a program can check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([ROOT / "src" / "_objcap.c", *(ROOT / "src" / "_objcap").glob("*.[ch]")])
COMPAT = ROOT / "src" / "_objcap" / "compat.h"
MOST_LINES = 700
SHORT = 6  # lines: a body of one step is explained by the comment of its section

# Underscored names that are documented, or part of PEP 523: no private struct, no private function.
PUBLIC = frozenset(
    [
        "_PyBytes_Resize",
        "_PyCFunctionFast",
        "_PyCFunctionFastWithKeywords",
        "_PyEval_EvalFrameDefault",
        "_PyInterpreterState_GetEvalFrameFunc",
        "_PyInterpreterState_SetEvalFrameFunc",
    ]
)
VERSION_CHECK = re.compile(
    r"^\s*#\s*(?:if|ifdef|ifndef|elif)\b.*\b(?:PY_VERSION_HEX|PY_\w+_VERSION|Py_GIL_DISABLED|PYPY_VERSION)"
)
COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', re.DOTALL)

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)


@dataclass(frozen=True)
class Function:
    """A function as it stands in a file."""

    name: str
    head: str
    line: int
    body: list[str]
    commented: bool


def bare(source: Path) -> str:
    """The text with comments and strings blanked, line numbers kept."""
    return COMMENT_OR_STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source.read_text())


def functions(source: Path) -> Iterator[Function]:
    """The functions that a file defines: a head that starts a line, and a brace on a line of its own."""
    lines = source.read_text().splitlines()
    for number, line in enumerate(lines):
        if line != "{":
            continue
        first = number
        while first and lines[first - 1] and not lines[first - 1].endswith(("*/", ";", "}", "\\")):
            first -= 1
        head = " ".join(lines[first:number])
        match = re.search(r"(\w+)\(", head)
        if match is None or head.startswith(("typedef", "struct", "enum", "union")):
            continue
        end = next(at for at in range(number, len(lines)) if lines[at].startswith("}"))
        yield Function(
            name=match[1],
            head=head,
            line=first + 1,
            body=lines[number + 1 : end],
            commented=first > 0 and lines[first - 1].endswith("*/"),
        )


def test_there_are_sources_and_functions() -> None:
    assert COMPAT in SOURCES
    assert sum(1 for source in SOURCES for _ in functions(source)) > 100


@every_source
def test_no_file_is_long(source: Path) -> None:
    assert len(source.read_text().splitlines()) <= MOST_LINES


@every_source
def test_version_checks_are_in_compat_h(source: Path) -> None:
    lines = bare(source).splitlines()
    found = [f"{number}: {line}" for number, line in enumerate(lines, 1) if VERSION_CHECK.match(line)]
    assert source == COMPAT or not found


def test_every_version_check_names_the_release_that_changed_it() -> None:
    lines = COMPAT.read_text().splitlines()
    unexplained = []
    for number, line in enumerate(lines):
        if "#error" not in "".join(lines[number : number + 2]) and VERSION_CHECK.match(line):
            above = "\n".join(lines[max(0, number - 9) : number])
            if not re.search(r"\b3\.\d+", above):
                unexplained.append(f"{number + 1}: {line}")
    assert not unexplained


@every_source
def test_private_names_of_cpython_are_in_compat_h(source: Path) -> None:
    text = bare(source)
    found = set(re.findall(r"\b_Py[A-Za-z]\w*", text)) - PUBLIC
    found |= set(re.findall(r"\bPy_BUILD_CORE\w*", text))
    found |= set(re.findall(r'#\s*include\s*[<"](?:internal/[^>"]*|pycore_[^>"]*)', source.read_text()))
    assert source == COMPAT or not found


@every_source
def test_functions_have_the_prefix(source: Path) -> None:
    assert not [f.name for f in functions(source) if not f.name.startswith(("oc_", "PyInit_"))]


@every_source
def test_functions_have_a_comment_that_says_what_they_promise(source: Path) -> None:
    missing = [
        f"{f.name}, line {f.line}" for f in functions(source) if len(f.body) > SHORT and not f.commented
    ]
    assert not missing


@every_source
def test_a_function_has_one_label_at_most(source: Path) -> None:
    for function in functions(source):
        labels = [line for line in function.body if re.match(r"^\s*\w+:$", line) and "default" not in line]
        assert len(labels) <= 1, function.name


@every_source
def test_lines_end_cleanly(source: Path) -> None:
    text = source.read_text()
    assert text.endswith("\n")
    assert not [
        number for number, line in enumerate(text.splitlines(), 1) if line != line.rstrip() or "\t" in line
    ]
