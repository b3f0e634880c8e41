"""What the benchmarks share: interleaved processes, medians, ratios, a report.

Two programs are compared in rounds. A round runs each of them once, in a process of its own, the
second first in every other round, so that a machine that gets slower or busier during a run does so
for both. A ratio is the median of the rounds' own ratios. Beside it stands the ratio of the fastest runs:
where the two disagree, the machine was busy and the run is worth little.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path(__file__).resolve().parent / "programs"
TIMEOUT = 600.0  # seconds for one process

# One run of a program: the figures that it found, in seconds, by name.
Measure = Callable[[], dict[str, float]]


class BenchmarkError(Exception):
    """A program that was to be measured failed."""


def environment() -> dict[str, str]:
    """The environment of the processes: nothing in it changes an interpreter."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run_process(argv: Sequence[str]) -> str:
    """Run `argv` and return its standard output. Raises BenchmarkError if it fails."""
    done = subprocess.run(
        argv, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment(), timeout=TIMEOUT
    )
    if done.returncode:
        raise BenchmarkError(f"{' '.join(argv)}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def printed(*argv: str) -> Measure:
    """A run of `argv` that prints its own figures: lines of a name, a blank and seconds."""

    def measure() -> dict[str, float]:
        return {
            name: float(seconds)
            for name, seconds in (line.split() for line in run_process(argv).splitlines())
        }

    return measure


def wall(name: str, *argv: str) -> Measure:
    """A run of `argv`, timed from outside: from before its start until it has ended."""

    def measure() -> dict[str, float]:
        start = time.perf_counter()
        run_process(argv)
        return {name: time.perf_counter() - start}

    return measure


def plain(python: str) -> tuple[str, ...]:
    """The command that runs a program on bare CPython."""
    return (python, "-I")


def locked(python: str) -> tuple[str, ...]:
    """The command that runs a program as a guest, with the same flags of the interpreter."""
    return (python, "-I", "-m", "objcap")


@dataclass(frozen=True)
class Row:
    """One line of a comparison; seconds are medians over the rounds."""

    name: str
    plain: float
    locked: float
    ratio: float
    fastest: float  # ratio of the fastest runs


def interleave(runs: int, first: Measure, second: Measure) -> list[tuple[dict[str, float], dict[str, float]]]:
    """Measure both `runs` times, after one round that does not count."""
    rounds = []
    for number in range(runs + 1):
        if number % 2:
            right = second()
            left = first()
        else:
            left = first()
            right = second()
        if number:
            rounds.append((left, right))
    return rounds


def turns(runs: int, measures: Sequence[Measure]) -> list[list[dict[str, float]]]:
    """Measure all of them `runs` times, after one round that does not count; the first one changes."""
    rounds = []
    for number in range(runs + 1):
        found: dict[int, dict[str, float]] = {}
        for step in range(len(measures)):
            at = (number + step) % len(measures)
            found[at] = measures[at]()
        if number:
            rounds.append([found[at] for at in range(len(measures))])
    return rounds


def compare(runs: int, first: Measure, second: Measure) -> list[Row]:
    """The rows of a comparison of two programs that find the same figures."""
    rounds = interleave(runs, first, second)
    names = list(rounds[0][0])
    if names != list(rounds[0][1]):
        raise BenchmarkError(f"the figures differ: {names} and {list(rounds[0][1])}")
    return [
        row(name, [left[name] for left, _ in rounds], [right[name] for _, right in rounds]) for name in names
    ]


def row(name: str, left: Sequence[float], right: Sequence[float]) -> Row:
    """The row of a figure that was found in as many rounds by both."""
    return Row(
        name,
        statistics.median(left),
        statistics.median(right),
        statistics.median(b / a for a, b in zip(left, right, strict=True)),
        min(right) / min(left),
    )


def geometric_mean(ratios: Sequence[float]) -> float:
    """The mean for ratios: of r and 1/r it is 1."""
    return math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))


def seconds(value: float) -> str:
    """A time with its unit."""
    if value < 1e-4:
        return f"{value * 1e6:.2f} \N{MICRO SIGN}s"
    return f"{value * 1e3:.2f} ms" if value < 1 else f"{value:.2f} s"


def table(rows: Sequence[Row], left: str = "CPython", right: str = "objcap") -> str:
    """The rows as a table in Markdown."""
    lines = [f"| | {left} | {right} | ratio | of the fastest |", "| --- | ---: | ---: | ---: | ---: |"]
    for r in rows:
        lines.append(
            f"| {r.name} | {seconds(r.plain)} | {seconds(r.locked)} | {r.ratio:.3f} | {r.fastest:.3f} |"
        )
    return "\n".join(lines)


@dataclass(frozen=True)
class Target:
    """What a figure is to stay under."""

    name: str
    value: float
    limit: float
    unit: str = ""

    @property
    def met(self) -> bool:
        """Is it under its limit?"""
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "met" if self.met else "MISSED"
        return f"{verdict}: {self.name} {self.value:.3f}{self.unit}, aim at most {self.limit:g}{self.unit}"


def machine(python: str) -> dict[str, str]:
    """What the figures were measured on."""
    program = (
        "import objcap, platform; print(platform.python_implementation(), platform.python_version(), "
        "'objcap', objcap.__version__)"
    )
    processor = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        processor = names[0] if names else processor
    except OSError:
        pass
    return {
        "python": run_process([python, "-I", "-c", program]).strip(),
        "system": f"{platform.system()} {platform.release()}",
        "processor": f"{os.cpu_count()} x {processor}",
    }


def arguments(description: str, runs: int, argv: Sequence[str] | None = None) -> argparse.Namespace:
    """Parse the options that every benchmark has."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--runs", type=int, default=runs, metavar="N", help=f"rounds (default: {runs})")
    parser.add_argument(
        "--python", default=sys.executable, metavar="PATH", help="interpreter with objcap (default: this one)"
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--quick", action="store_true", help="a little of the work, to see that it runs")
    parser.add_argument("--check", action="store_true", help="status 1 if an aim is missed")
    options = parser.parse_args(argv)
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    return options


def report(options: argparse.Namespace, rows: Sequence[Row], targets: Sequence[Target], text: str) -> int:
    """Print the report, write the JSON file, and return the exit status."""
    facts = machine(options.python)
    print(f"{facts['python']}; {facts['system']}; {facts['processor']}; {options.runs} rounds\n")
    print(text)
    print()
    for target in targets:
        print(target)
    if options.json:
        figures = {
            "machine": facts,
            "runs": options.runs,
            "rows": [vars(row) for row in rows],
            "targets": [{**vars(target), "met": target.met} for target in targets],
        }
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(options.check and not all(target.met for target in targets))
