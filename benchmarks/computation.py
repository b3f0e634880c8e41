"""Guest computation against bare CPython: python -m benchmarks.computation

Every workload of programs/workloads.py runs under `python -I` and under `python -I -m objcap`, in a
process of its own, which times itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks import runner

PROGRAM = str(runner.PROGRAMS / "workloads.py")
MEAN, WORST = 1.02, 1.05  # aims: geometric mean of all workloads, each of them


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 15, argv)
    python = options.python
    rows: list[runner.Row] = []
    for name in runner.run_process([*runner.plain(python), PROGRAM, "list"]).split():
        rows += runner.compare(
            options.runs,
            runner.printed(*runner.plain(python), PROGRAM, name),
            runner.printed(*runner.locked(python), PROGRAM, name),
        )
    worst = max(rows, key=lambda row: row.ratio)
    targets = [
        runner.Target("geometric mean", runner.geometric_mean([row.ratio for row in rows]), MEAN),
        runner.Target(f"worst ({worst.name})", worst.ratio, WORST),
    ]
    return runner.report(options, rows, targets, runner.table(rows))


if __name__ == "__main__":
    sys.exit(main())
