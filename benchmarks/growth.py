"""How the cost of sandboxes grows: python -m benchmarks.growth

With the number of live sandboxes (1 to 1,000), with the size of a value that crosses and comes back (1 B to
100 MB), and with the number of modules that are imported beforehand.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence

from benchmarks import runner

PROGRAM = str(runner.PROGRAMS / "growing.py")
# kind: the steps, what a quick run takes of them, the unit of a step, and the columns
KINDS: dict[str, tuple[tuple[int, ...], int, str, tuple[str, ...]]] = {
    "sandboxes": ((1, 3, 10, 30, 100, 300, 1000), 3, "live sandboxes", ("making", "call", "bytes_PSS")),
    "values": ((1, 100, 10_000, 1_000_000, 10_000_000, 100_000_000), 3, "bytes", ("bytes", "list-of-int")),
    "modules": ((0, 1, 5, 10, 20, 40), 2, "modules", ("first", "fresh", "bytes_PSS")),
}
HEADINGS = {
    "making": "making one more",
    "call": "a call",
    "bytes_PSS": "memory of one (PSS)",
    "bytes": "bytes, there and back",
    "list-of-int": "list of small ints of 8 B each, there and back",
    "first": "the first, which starts the zygote",
    "fresh": "a fresh one",
}

Figures = dict[str, dict[int, dict[str, float]]]  # kind -> step -> column -> median


def find(python: str, rounds: int, quick: bool = False) -> Figures:
    """Measure every step of every kind, in a process of its own in every round."""
    found: dict[str, dict[str, list[float]]] = {}
    for _ in range(rounds):
        for kind, (steps, few, _, _) in KINDS.items():
            for step in steps[:few] if quick else steps:
                for name, value in runner.printed(*runner.plain(python), PROGRAM, kind, str(step))().items():
                    found.setdefault(kind, {}).setdefault(name, []).append(value)
    figures: Figures = {}
    for kind, rows in found.items():
        for name, values in rows.items():
            step, _, column = name.partition("_")
            figures.setdefault(kind, {}).setdefault(int(step), {})[column] = statistics.median(values)
    return figures


def cell(column: str, value: float | None) -> str:
    """A figure with its unit."""
    if value is None:
        return ""
    return f"{value / (1 << 20):.2f} MiB" if column.startswith("bytes_") else runner.seconds(value)


def table(figures: Figures) -> str:
    """The tables of all kinds, in Markdown."""
    tables = []
    for kind, (_, _, unit, columns) in KINDS.items():
        lines = [
            f"| {unit} | " + " | ".join(HEADINGS[column] for column in columns) + " |",
            "| ---: |" + " ---: |" * len(columns),
        ]
        for step, row in figures.get(kind, {}).items():
            lines.append(f"| {step:,} | " + " | ".join(cell(name, row.get(name)) for name in columns) + " |")
        tables.append("\n".join(lines))
    return "\n\n".join(tables)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 3, argv)
    figures = find(options.python, options.runs, options.quick)
    rows = [
        runner.Row(f"{kind} {step} {column}", value, value, 1.0, 1.0)
        for kind, steps in figures.items()
        for step, columns in steps.items()
        for column, value in columns.items()
    ]
    return runner.report(options, rows, [], table(figures))


if __name__ == "__main__":
    sys.exit(main())
