"""How long the lockdown takes: python -m benchmarks.lockdown

The times of `import objcap` and of `objcap.lockdown()` in fresh processes, which time themselves:
once with nothing else imported, once in an application that has a good part of the standard library.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks import runner

PROGRAM = str(runner.PROGRAMS / "locking.py")
IMPORT, LOCKDOWN = 15.0, 2.0  # milliseconds


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 40, argv)
    small = runner.printed(*runner.plain(options.python), PROGRAM)
    large = runner.printed(*runner.plain(options.python), PROGRAM, "large")
    rounds = runner.interleave(options.runs, small, large)
    rows = [
        runner.row(name, [left[name] for left, _ in rounds], [right[name] for _, right in rounds])
        for name in ("import", "lockdown")
    ]
    targets = [
        runner.Target("import objcap", rows[0].plain * 1e3, IMPORT, " ms"),
        runner.Target("objcap.lockdown()", rows[1].plain * 1e3, LOCKDOWN, " ms"),
    ]
    return runner.report(options, rows, targets, runner.table(rows, "bare", "large application"))


if __name__ == "__main__":
    sys.exit(main())
