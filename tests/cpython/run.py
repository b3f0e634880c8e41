"""Runs CPython's own tests inside a locked interpreter and outside, and compares test by test.

    python tests/cpython/run.py [--module test_dict]... [--fast] [--jobs 2] [-v] [--table]

The modules are in modules.toml. Both sides get the same stand-in for what needs a power (standin.py). What
passes outside must pass inside, or be listed in expected.toml with its reason. The status is 1 when a test is
lost that is not listed, when a row of the list is stale, or when less than 98 % of the tests that pass
outside pass inside; 77 when this Python comes without its `test` package.
"""

from __future__ import annotations

import argparse
import fnmatch
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = sys.version_info[:2]
START, DONE = "\x1estart ", "\x1edone "
RATIO = 0.98
NO_TESTS = 77
# What stops a test that hangs: the death of its process, which is laid at its door.
SECONDS = 300


@dataclass
class Side:
    """How the tests of a module ended: name to (outcome, why)."""

    tests: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class Row:
    """What expected.toml says of one test, or of the few that its pattern matches."""

    pattern: str
    versions: str
    reason: str
    matched: int = 0


def covers(versions: str, version: tuple[int, int] = VERSION) -> bool:
    """Is `version` among them? "" is all, "3.12-" from it on, "-3.12" up to it, "3.11 3.13" these two."""

    def number(text: str) -> tuple[int, int]:
        major, _, minor = text.partition(".")
        return int(major), int(minor)

    if not versions:
        return True
    for part in versions.split():
        if part.startswith("-"):
            found = version <= number(part[1:])
        elif part.endswith("-"):
            found = version >= number(part[:-1])
        else:
            found = version == number(part)
        if found:
            return True
    return False


def read_modules(fast: bool) -> list[str]:
    """The modules of modules.toml that are for this version, those of the fast subset first."""
    table = tomllib.loads((HERE / "modules.toml").read_text(encoding="utf-8"))
    modules = []
    for part in ("fast",) if fast else ("fast", "slow"):
        for versions, names in table[part].items():
            if covers("" if versions == "all" else versions):
                modules += names.split()
    return modules


def read_expected(path: Path = HERE / "expected.toml") -> list[Row]:
    """The rows that are for this version."""
    rows = []
    for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
        for line in group["tests"].splitlines():
            if line.strip():
                pattern, *versions = line.split()
                if covers(" ".join(versions)):
                    rows.append(Row(pattern, " ".join(versions), " ".join(group["reason"].split())))
    return rows


def test_package() -> Path | None:
    """The folder of the interpreter's own `test` package."""
    folder = Path(sysconfig.get_path("stdlib")) / "test"
    there = [folder / "support" / "__init__.py", folder / "test_dict.py"]
    return folder if all(file.is_file() for file in there) else None


def copy_tests(package: Path, folder: Path) -> None:
    """Copy the Python of `test` and the stand-in: the importer follows no link that leads out of a folder."""
    shutil.copytree(
        package,
        folder / "test",
        ignore=lambda where, names: [
            name
            for name in names
            if not (name.endswith(".py") or (Path(where, name).is_dir() and name != "__pycache__"))
        ],
    )
    shutil.copy(HERE / "standin.py", folder)
    shutil.copy(HERE / "guest.py", folder)


def command(inside: bool, folder: Path, module: str) -> list[str]:
    guest = str(folder / "guest.py")
    if inside:
        return [sys.executable, "-m", "objcap", "--path", str(folder), guest, module]
    return [sys.executable, "-I", "-S", guest, "--outside", str(folder), module]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONIOENCODING": "utf-8:backslashreplace", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def run_side(inside: bool, folder: Path, module: str) -> Side:
    """Run a module to its end, in as many processes as it takes."""
    side = Side()
    more: list[str] = []
    while True:
        try:
            done = subprocess.run(
                [*command(inside, folder, module), *more],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=environment(),
                cwd=folder,
                timeout=SECONDS,
            )
            output, errors, status = done.stdout, done.stderr, done.returncode
        except subprocess.TimeoutExpired as error:
            output, errors, status = error.stdout or b"", error.stderr or b"", -signal.SIGALRM
        text = output.decode("utf-8", "replace")
        running = None
        ended = False
        for line in text.split("\n"):  # the marks are line breaks to splitlines()
            if line.startswith(START):
                running = line[len(START) :]
            elif line.startswith(DONE):
                name, outcome, *why = line[len(DONE) :].split("\t")
                if outcome == "end":
                    ended = True
                else:
                    side.tests[name] = (outcome, why[0] if why else "")
                    running = None
        if ended:
            return side
        tail = " | ".join(errors.decode("utf-8", "replace").splitlines()[-3:])[-300:]
        if status == -signal.SIGALRM:
            how = f"did not end within {SECONDS} seconds"
        elif status < 0:
            how = f"died of {signal.Signals(-status).name}"
        else:
            how = f"ended with status {status}"
        if running is None or running in side.tests:
            side.notes.append(f"the process {how}, and no test had started: {tail}")
            return side
        side.tests[running] = ("died", f"the process {how}: {tail}")
        more = ["--after", running]


def run_module(folder: Path, module: str) -> tuple[str, Side, Side]:
    return module, run_side(False, folder, module), run_side(True, folder, module)


@dataclass
class Figures:
    """Counts of one module, or of all."""

    tests: int = 0
    skipped: int = 0
    outside: int = 0
    inside: int = 0

    @property
    def ratio(self) -> float:
        return self.inside / self.outside if self.outside else 1.0

    def add(self, other: Figures) -> None:
        self.tests += other.tests
        self.skipped += other.skipped
        self.outside += other.outside
        self.inside += other.inside


def judge(outside: Side, inside: Side, rows: list[Row]) -> tuple[Figures, list[str], list[str]]:
    """Figures, failures that nobody expects, and what was expected and has happened."""
    figures = Figures()
    bad = [f"inside, {note}" for note in inside.notes] + [f"outside, {note}" for note in outside.notes]
    listed = []
    for name, (outcome, _) in outside.tests.items():
        figures.tests += 1
        figures.skipped += outcome == "skipped"
        if outcome != "ok":
            # What dies inside must be known, whatever it does outside.
            got = inside.tests.get(name, ("absent", ""))
            if got[0] != "died" or outcome == "died":
                continue
        else:
            figures.outside += 1
            got = inside.tests.get(name, ("absent", ""))
            if got[0] == "ok":
                figures.inside += 1
                continue
        short = name.removeprefix("test.")
        row = next((row for row in rows if fnmatch.fnmatchcase(short, row.pattern)), None)
        line = f"{short}: {outcome} outside, {got[0]} inside: {got[1]}"
        if row is None:
            bad.append(line)
        else:
            row.matched += 1
            listed.append(f"{line} [{row.reason}]")
    for name, (outcome, why) in inside.tests.items():
        if name not in outside.tests and outcome == "died":
            bad.append(f"{name}: died inside, absent outside: {why}")
    return figures, bad, listed


def show(module: str, figures: Figures, good: bool) -> None:
    print(
        f"{module:28} {figures.tests:6} tests {figures.skipped:5} skipped outside "
        f"{figures.outside:6} pass outside {figures.inside:6} inside {figures.ratio:8.2%}"
        f"{'' if good else '  ***'}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--module", action="append", help="only that module; may be repeated")
    parser.add_argument("--fast", action="store_true", help="only the modules of the fast subset")
    parser.add_argument("--jobs", type=int, default=2, help="modules at a time (default: 2)")
    parser.add_argument("--table", action="store_true", help="end with a row for docs/compatibility.md")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what was expected to be lost")
    options = parser.parse_args()

    package = test_package()
    if package is None:
        print("*** NOT TESTED: this Python comes without the package `test`", file=sys.stderr)
        return NO_TESTS
    modules = options.module or read_modules(options.fast)
    rows = read_expected()
    total = Figures()
    failures = []
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(options.jobs) as pool:
        folder = Path(name).resolve()
        copy_tests(package, folder)
        for module, outside, inside in pool.map(lambda module: run_module(folder, module), modules):
            figures, bad, listed = judge(outside, inside, rows)
            total.add(figures)
            show(module, figures, not bad)
            for line in bad:
                print(f"    *** {line}")
            if options.verbose:
                for line in listed:
                    print(f"    {line}")
            failures += bad
    stale = [row for row in rows if not row.matched and row.pattern.partition(".")[0] in modules]
    for row in stale:
        print(f"*** stale: {row.pattern} passes inside, or is not there: take it out of expected.toml")
    show(f"{len(modules)} modules", total, not failures and not stale)
    poor = total.ratio < RATIO and not options.module
    if poor:
        print(f"*** less than {RATIO:.0%} of what passes outside passes inside")
    if options.table:
        print(table_line(len(modules), total))
    return int(bool(failures or stale or poor))


def table_line(modules: int, total: Figures) -> str:
    """A line of the table in docs/compatibility.md."""
    version = ".".join(map(str, sys.version_info[:3]))
    counts = [f"{number:,}" for number in (modules, total.tests, total.skipped, total.outside, total.inside)]
    return f"| {version} | {' | '.join(counts)} | {total.ratio:.2%} |"


if __name__ == "__main__":
    sys.exit(main())
