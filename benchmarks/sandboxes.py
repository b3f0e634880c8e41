"""Sandboxes beside other ways to run somebody's code: python -m benchmarks.sandboxes

Every way runs in an application's process of its own, programs/sandboxing.py, which times itself; a round
runs each of them once, in an order that turns from round to round. Figures are medians of the rounds. Peers
that are not installed are said to be so. The guest's computation is compared with that of bare CPython as in
benchmarks.computation.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import runner

PROGRAM = str(runner.PROGRAMS / "sandboxing.py")
WORKLOADS = str(runner.PROGRAMS / "workloads.py")
IN_A_WORKER = str(runner.PROGRAMS / "in_a_worker.py")
WAYS = ("objcap", "exec", "subprocess", "ProcessPoolExecutor")
PEERS = ("RestrictedPython", "asteval", "smolagents", "pydantic-monty", "safepyrun", "sandlock", "bubblewrap")
COLUMNS = ("first", "fresh", "call", "callback")
MORE = "objcap-more"

Figures = dict[str, dict[str, float]]  # way -> name of a figure -> median


def measure(python: str, rounds: int, count: int) -> Figures:
    """Run every way in turn, after one round that does not count."""
    ways = [*WAYS, MORE, *PEERS]
    found: dict[str, dict[str, list[float]]] = {way: {} for way in ways}
    for number in range(rounds + 1):
        turn = number % len(ways)
        for way in [*ways[turn:], *ways[:turn]]:
            figures = runner.printed(*runner.plain(python), PROGRAM, way, str(count))()
            for name, value in figures.items() if number else ():
                found[way].setdefault(name, []).append(value)
    return {
        way: {name: statistics.median(values) for name, values in rows.items()} for way, rows in found.items()
    }


def comparison(found: Figures) -> str:
    """The table of the ways, in Markdown."""
    lines = [
        "| | first result | fresh, to its result | call | call back |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for way in (*WAYS, *PEERS):
        figures = found[way]
        if "absent" in figures or "failed" in figures:
            why = "not installed" if "absent" in figures else "failed with the installed version"
            lines.append(f"| {way} | {why} | | | |")
            continue
        cells = [runner.seconds(figures[name]) if name in figures else "" for name in COLUMNS]
        lines.append(f"| {way} | {' | '.join(cells)} |")
    return "\n".join(lines)


def megabytes(value: float) -> str:
    """A number of bytes."""
    return f"{value / (1 << 20):.2f} MiB"


def more(found: Figures) -> str:
    """The table of what only objcap has, in Markdown."""
    lines = ["| objcap | |", "| --- | ---: |"]
    for name, value in found[MORE].items():
        told = megabytes(value) if name.startswith("bytes_") else runner.seconds(value)
        lines.append(f"| {name.removeprefix('bytes_').replace('_', ' ')} | {told} |")
    taken = found[MORE]["fresh_sandbox_of_a_Pool"]
    lines.append(f"| fresh sandboxes of a Pool in a second | {1 / taken:.0f} |")
    process = found["subprocess"]
    for name in ("private", "PSS"):
        lines.append(f"| {name} of an idle `python -I` | {megabytes(process[f'bytes_{name}'])} |")
    return "\n".join(lines)


def computation(python: str, rounds: int, scale: float) -> list[runner.Row]:
    """The workloads in a worker against bare CPython."""
    rows: list[runner.Row] = []
    for name in runner.run_process([*runner.plain(python), WORKLOADS, "list"]).split():
        rows += runner.compare(
            rounds,
            runner.printed(*runner.plain(python), WORKLOADS, name, str(scale)),
            runner.printed(*runner.plain(python), IN_A_WORKER, name, str(scale)),
        )
    return rows


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="rounds (default: 7)")
    parser.add_argument("--count", type=int, default=20, help="samples in each process (default: 20)")
    parser.add_argument("--scale", type=float, default=1.0, help="of the work of the workloads (default: 1)")
    parser.add_argument(
        "--python", default=sys.executable, metavar="PATH", help="interpreter with objcap (default: this one)"
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures to FILE")
    options = parser.parse_args(argv)
    if options.rounds < 1 or options.count < 1:
        parser.error("--rounds and --count must be at least 1")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = arguments(argv)
    before = os.getloadavg()[0]
    found = measure(options.python, options.rounds, options.count)
    rows = computation(options.python, options.rounds, options.scale)
    facts: Mapping[str, str] = {
        **runner.machine(options.python),
        "load": f"{before:.1f} before, {os.getloadavg()[0]:.1f} after",
    }
    print(f"{facts['python']}; {facts['system']}; {facts['processor']}; {options.rounds} rounds")
    print(f"load average: {facts['load']}\n")
    print(f"{comparison(found)}\n\n{more(found)}\n\n{runner.table(rows, right='in a worker')}\n")
    print(f"geometric mean of the ratios: {runner.geometric_mean([row.ratio for row in rows]):.3f}")
    if options.json:
        figures = {
            "machine": facts,
            "rounds": options.rounds,
            "ways": found,
            "rows": [vars(row) for row in rows],
        }
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
