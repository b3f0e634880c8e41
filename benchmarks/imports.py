"""What a guest's imports take: python -m benchmarks.imports

`import json, re, dataclasses, typing, datetime, collections` in a fresh guest against a fresh CPython;
the processes time themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks import runner

PROGRAM = str(runner.PROGRAMS / "importing.py")
RATIO = 1.3


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 40, argv)
    rows = runner.compare(
        options.runs,
        runner.printed(*runner.plain(options.python), PROGRAM),
        runner.printed(*runner.locked(options.python), PROGRAM),
    )
    targets = [runner.Target("all six", {row.name: row.ratio for row in rows}["all"], RATIO)]
    return runner.report(options, rows, targets, runner.table(rows))


if __name__ == "__main__":
    sys.exit(main())
