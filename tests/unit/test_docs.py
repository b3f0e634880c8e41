"""The documents tell the truth: examples run, links lead somewhere, lists equal the tables."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import clean_environment

import objcap
from objcap import _cli, caps, permits_modules

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])
REFERENCE = (ROOT / "docs" / "reference.md").read_text()

# Commands that set something up, or run what a test cannot run inside itself.
NOT_HERE = re.compile(r"-m venv|\bpip\b|run_security_tests\.py|-m pytest|-m benchmarks|--path guest-packages")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block of a document."""

    document: Path
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line}"


def blocks() -> Iterator[Block]:
    for document in DOCUMENTS:
        text = document.read_text()
        for match in BLOCK.finditer(text):
            yield Block(document, text.count("\n", 0, match.start()) + 1, match[1], match[2])


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output that the document shows."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


CONSOLE = [
    (block, command, output)
    for block in blocks()
    if block.language == "console"
    for command, output in commands(block)
    if not NOT_HERE.search(command)
]


# Every block is run here, or it is one of these: shown as it is, or shown as an attack on the rules.
DRAWN = re.compile(r"[├└─│]|OPTIONS")
NOT_TO_BE_COMPILED = "the guest's code"  # in a comment of the C that breaks R1


def test_every_block_has_a_language_that_is_tested() -> None:
    assert {block.language for block in blocks()} <= {"python", "console", "c", "text"}


def told_commands() -> Iterator[tuple[Block, str]]:
    """Commands that no test runs whole: those that set something up or take minutes, and those of texts."""
    for block in blocks():
        if block.language == "console":
            yield from ((block, command) for command, _ in commands(block) if NOT_HERE.search(command))
        elif block.language == "text" and not DRAWN.search(block.text):
            yield from ((block, line) for line in block.text.replace("\\\n", " ").splitlines())


@pytest.mark.parametrize(("block", "command"), list(told_commands()), ids=lambda value: str(value)[:50])
def test_commands_that_are_not_run_exist_and_have_those_options(block: Block, command: str) -> None:
    for part in command.split("&&"):
        words = part.split()
        program = words[0].rpartition("/")[2]
        assert program in ("python", "python3", "pip", "cc", "git", "calculator", "embed") or (
            "=" in words[0] or shutil.which(words[0])
        ), part
        match = re.search(r"python3? (?:(-m) )?([\w./]+)(.*)", part)
        if match is None or match[2] in ("venv", "pip", "pytest"):
            continue
        module, target, options = match.groups()
        asked = [sys.executable, *([module] if module else []), target, "--help"]
        help_text = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert help_text.returncode == 0, help_text.stderr
        for option in re.findall(r"(?<!\S)(--[\w-]+)", options):
            assert option in help_text.stdout, f"{part}: {option}"


@pytest.mark.parametrize("block", [b for b in blocks() if b.language == "c"], ids=str)
def test_c_examples_compile(block: Block, tmp_path: Path) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or NOT_TO_BE_COMPILED in block.text:
        pytest.skip("shown as what not to do" if compiler else "no compiler")
    source = tmp_path / "example.c"
    source.write_text(f'#include "objcap.h"\nstatic const objcap_api *api;\n{block.text}')
    folders = [objcap.get_include(), sysconfig.get_path("include")]
    command = [compiler, "-std=c11", "-Wall", "-Wno-unused-function", "-Werror", "-fsyntax-only"]
    done = subprocess.run(
        [*command, *(f"-I{folder}" for folder in folders), str(source)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def slug(heading: str) -> str:
    """The anchor of a heading."""
    text = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", ""))
    return text.replace(" ", "-")


def anchors(headings: list[str]) -> Iterator[str]:
    """The anchors of a document; headings alike are numbered from the second on."""
    seen: list[str] = []
    for name in map(slug, headings):
        yield f"{name}-{seen.count(name)}" if name in seen else name
        seen.append(name)


@pytest.mark.parametrize("block", [b for b in blocks() if b.language == "python"], ids=str)
def test_python_examples_run(block: Block) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", block.text],
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("block", "command", "output"), CONSOLE, ids=[f"{b}:{c[:40]}" for b, c, _ in CONSOLE]
)
def test_console_examples_print_what_they_show(block: Block, command: str, output: str) -> None:
    command = re.sub(r"(^|\| )(?:\.venv/bin/)?python3?(?= )", rf"\1'{sys.executable}' -I", command)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    if output:
        assert done.stdout == output
    else:
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", document.read_text()))
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"\w+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        if not path.exists():
            broken.append(target)
        elif anchor:
            headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", path.read_text()), re.MULTILINE)
            if anchor not in anchors(headings):
                broken.append(target)
    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_exist(document: Path) -> None:
    names = re.findall(
        r"`((?:src|tests|docs|examples|benchmarks|\.ci)/[\w./-]*)`", BLOCK.sub("", document.read_text())
    )
    assert not [name for name in names if not (ROOT / name).exists()]


def test_attacks_by_origin_name_scripts_or_say_why_not() -> None:
    text = (ROOT / "docs" / "attacks.md").read_text()
    text = re.sub(r"<!-- escapes: begin -->.*<!-- escapes: end -->", "", text, flags=re.DOTALL)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith(("| attack |", "| --- |"))]
    assert len(rows) > 50
    bare = [
        row
        for row in rows
        if not re.search(r"`tests/fail/\w+/\w+\.py`|not applicable: |tests/crashers|the same \|$", row)
    ]
    assert not bare


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_left_to_do(document: Path) -> None:
    assert "TODO" not in document.read_text()


def test_the_readme_s_test_command_is_what_ci_runs() -> None:
    commands = re.findall(
        r"^\$ (.*run_security_tests\.py && .*)$", (ROOT / "README.md").read_text(), re.MULTILINE
    )
    assert len(commands) == 1
    assert commands[0].replace(".venv/bin/", "") in (ROOT / ".ci" / "run").read_text()


# ---------------------------------------------------------------- the reference


def test_every_public_name_has_a_section() -> None:
    for name in objcap.__all__:
        assert name == "__version__" or f"\n### objcap.{name}\n" in REFERENCE, name


def test_every_capability_has_a_section() -> None:
    for name in caps.__all__:
        assert f"\n### objcap.caps.{name}\n" in REFERENCE, name


def test_every_field_of_policy_is_described() -> None:
    for field in dataclasses.fields(objcap.Policy):
        assert re.search(rf"^\|.*`{field.name}`.*\|", REFERENCE, re.MULTILINE), field.name
        assert f"{field.name}=" in REFERENCE, field.name


def test_every_option_is_described() -> None:
    options = set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", _cli.HELP.partition("Options:")[2])) - {"-stdin"}
    assert len(options) >= 8
    assert not [option for option in options if f"`{option}" not in REFERENCE]


def test_the_variables_that_are_left_aside_are_named() -> None:
    assert not [name for name in _cli.IGNORED if f"`{name}`" not in REFERENCE]


def listed(mark: str) -> set[str]:
    """The names in the list of the reference that follows a mark."""
    text = REFERENCE.partition(f"<!-- modules: {mark} -->")[2].partition("\n\n")[0]
    if mark == "tame":
        return set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    return set(re.findall(r"`(\w+)`", text))


@pytest.mark.parametrize("verdict", ["keep", "tame", "deny"])
def test_lists_of_modules_equal_the_tables(verdict: str) -> None:
    rows = {row[0] for row in permits_modules.MODULES if row[2] == verdict}
    assert listed(verdict) == {name for name in rows if "." not in name and not name.startswith("_")}


def test_the_list_of_strict_mode_equals_the_table() -> None:
    assert listed("strict") == permits_modules.STRICT - permits_modules.STRICT_STDLIB
