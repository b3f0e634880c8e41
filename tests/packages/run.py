"""Popular pure-Python packages, exercised outside and in a guest: python tests/packages/run.py

Installs what tests/packages/exercises names into a folder (`pip install --target`), runs every exercise on
plain Python and in a guest that has the folder as a permitted path, and compares what they print. The first
line of an exercise's docstring is `requirement: what it does`; after it may stand

    Before: code     run first, in the guest alone: a stand-in for a module without a permit that the package
                     imports and that the exercise does not need
    Refused: reason  it is known not to work, and this is why

An exercise that prints something else in a guest, a refused one that works, and one that fails outside are
failures. `--write` puts the table into docs/compatibility.md; give `--python` more than once for more
versions.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXERCISES = Path(__file__).resolve().parent / "exercises"
PAGE = ROOT / "docs" / "compatibility.md"
BEGIN, END = "<!-- packages: begin -->", "<!-- packages: end -->"
TIMEOUT = 300.0  # seconds for one exercise
OUTSIDE = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); sys.argv = sys.argv[2:];"
    " runpy.run_path(sys.argv[0], run_name='__main__')"
)


@dataclass(frozen=True)
class Exercise:
    """One file of exercises/ and what its docstring says."""

    path: Path
    requirement: str
    says: str
    before: str = ""
    refused: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of an exercise on one interpreter: "same", "refused", or what is wrong."""

    verdict: str
    detail: str = ""

    @property
    def failed(self) -> bool:
        """Is it not as the exercise says?"""
        return self.verdict not in ("same", "refused")


def exercises() -> list[Exercise]:
    """All of them, by name of the package."""
    found = []
    for path in EXERCISES.glob("use_*.py"):
        text = re.match(r'"""(.*?)"""', path.read_text(encoding="utf-8"), re.DOTALL)
        if text is None:
            raise SystemExit(f"{path}: no docstring")
        first, *rest = text[1].strip().splitlines()
        requirement, _, says = first.partition(": ")
        fields = dict(re.findall(r"^(Before|Refused): (.*)$", "\n".join(rest), re.MULTILINE))
        found.append(Exercise(path, requirement, says, fields.get("Before", ""), fields.get("Refused", "")))
    return sorted(found, key=lambda exercise: exercise.requirement)


def install(python: str, folder: Path, requirements: Sequence[str]) -> dict[str, str]:
    """Install into `folder`, and return the versions by the names of the requirements."""
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--target", str(folder)]
    subprocess.run([*command, *requirements], check=True)
    versions = {}
    for info in folder.glob("*.dist-info"):
        name, _, version = info.name.removesuffix(".dist-info").rpartition("-")
        versions[re.sub(r"[-_.]+", "-", name).lower()] = version
    return {requirement: versions.get(requirement, "?") for requirement in requirements}


def finished(command: Sequence[str], folder: str) -> tuple[int, str, str]:
    """Run it in `folder`: the status, standard output and standard error."""
    try:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired:
        return -1, "", f"no end after {TIMEOUT:g} s"
    return done.returncode, done.stdout, done.stderr


def last(text: str) -> str:
    """The last line of it."""
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""


def check(exercise: Exercise, python: str, path: Path) -> Outcome:
    """Run an exercise on both sides, and compare."""
    source = exercise.path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="objcap-packages-") as folder:
        status, outside, errors = finished(
            [python, "-I", "-c", OUTSIDE, str(path), str(exercise.path)], folder
        )
        if status:
            return Outcome("fails outside", last(errors))
        script = Path(folder) / exercise.path.name
        before = f"import sys, types; {exercise.before}\n" if exercise.before else ""
        script.write_text(before + source, encoding="utf-8")
        guest = [python, "-I", "-m", "objcap", "--no-script-path", "--path", str(path), str(script)]
        status, inside, errors = finished(guest, folder)
    if status == 0 and inside == outside:
        return Outcome("works, but is listed as refused" if exercise.refused else "same")
    if exercise.refused:
        return Outcome("refused", last(errors))
    return Outcome("differs inside", last(errors) if status else "another output")


def table(rows: Sequence[tuple[Exercise, str, dict[str, Outcome]]], versions: Sequence[str]) -> str:
    """The table of docs/compatibility.md."""
    lines = [
        f"| package | | what is exercised | {' | '.join(versions)} | |",
        f"| --- | --- | --- |{' :-: |' * len(versions)} --- |",
    ]
    for exercise, version, outcomes in rows:
        cells = ["yes" if outcomes[name].verdict == "same" else "no" for name in versions]
        note = exercise.refused
        if exercise.before:
            modules = re.findall(r'sys\.modules\["([\w.]+)"\]', exercise.before)
            note = f"with a stand-in for {', '.join(f'`{name}`' for name in modules)}"
        lines.append(
            f"| {exercise.requirement} | {version} | {exercise.says} | {' | '.join(cells)} | {note} |"
        )
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table between its marks."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE}: the marks are missing")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Install, run, report; status 1 if an exercise is not as it says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", metavar="PATH", help="interpreter with objcap and pip")
    parser.add_argument("-k", default="", metavar="TEXT", help="only the packages with TEXT in their names")
    parser.add_argument("--write", action="store_true", help="write the table into docs/compatibility.md")
    options = parser.parse_args(argv)
    chosen = [exercise for exercise in exercises() if options.k in exercise.requirement]
    if not chosen:
        parser.error("no such package")
    outcomes: dict[str, dict[str, Outcome]] = {}
    versions: list[str] = []
    installed: dict[str, str] = {}
    for python in options.python or [sys.executable]:
        told = "import sys; print('%d.%d' % sys.version_info[:2])"
        version = finished([python, "-I", "-c", told], ".")[1].strip()
        versions.append(version)
        with tempfile.TemporaryDirectory(prefix="objcap-packages-") as folder:
            found = install(python, Path(folder), [exercise.requirement for exercise in chosen])
            installed = {**found, **installed}
            for exercise in chosen:
                outcome = check(exercise, python, Path(folder))
                outcomes.setdefault(exercise.requirement, {})[version] = outcome
                print(
                    f"{version} {exercise.requirement}: {outcome.verdict} {outcome.detail}".strip(),
                    flush=True,
                )
    rows = [(one, installed[one.requirement], outcomes[one.requirement]) for one in chosen]
    if options.write:
        write(table(rows, versions))
    everything = [outcome for found in outcomes.values() for outcome in found.values()]
    same = sum(outcome.verdict == "same" for outcome in everything)
    failed = sum(outcome.failed for outcome in everything)
    refused = len(everything) - same - failed
    print(f"{len(everything)} exercises: {same} as outside, {refused} refused, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
