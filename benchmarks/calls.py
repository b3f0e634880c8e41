"""What a call of a capability takes, broker and all: python -m benchmarks.calls

Against bare processes that pass as much over a socket pair and back, from one buffer to another. A
capability that is a function of C needs no broker: it is measured against the builtin that asks
the same clock.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks import runner

CALLING = str(runner.PROGRAMS / "calling.py")
SOCKETS = str(runner.PROGRAMS / "socket_pair.py")
CALL, LARGE, NATIVE = 30.0, 3.0, 200.0  # microseconds; times the bare processes; nanoseconds


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 9, argv)
    python = options.python
    rows = runner.compare(
        options.runs,
        runner.printed(*runner.plain(python), SOCKETS),
        runner.printed(*runner.plain(python), CALLING),
    )
    targets = [
        runner.Target("a call", rows[0].locked * 1e6, CALL, " microseconds"),
        runner.Target("1 MB, ratio", rows[1].ratio, LARGE),
        runner.Target("a call of C", rows[2].locked * 1e9, NATIVE, " nanoseconds"),
    ]
    return runner.report(options, rows, targets, runner.table(rows, "socket pair", "capability"))


if __name__ == "__main__":
    sys.exit(main())
