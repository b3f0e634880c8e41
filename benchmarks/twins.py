"""What the modules cost whose C half a guest does not get: python -m benchmarks.twins

For some modules objcap refuses the C half and the standard library's own pure-Python code does the
work (docs/reference.md says which and why). These are no part of the comparison in computation.py.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks import runner

PROGRAM = str(runner.PROGRAMS / "pure_modules.py")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 9, argv)
    rows = runner.compare(
        options.runs,
        runner.printed(*runner.plain(options.python), PROGRAM),
        runner.printed(*runner.locked(options.python), PROGRAM),
    )
    return runner.report(options, rows, [], runner.table(rows))


if __name__ == "__main__":
    sys.exit(main())
