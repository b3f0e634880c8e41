"""Starting and ending a program that does nothing: python -m benchmarks.startup

`python -I -m objcap empty.py` against `python -I empty.py`, timed from outside, and what the parts
take: the interpreter alone, importing objcap, the lockdown.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence

from benchmarks import runner

EMPTY = str(runner.PROGRAMS / "empty.py")
RATIO = 1.5


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 40, argv)
    python = options.python
    rows = runner.compare(
        options.runs,
        runner.wall("empty.py", *runner.plain(python), EMPTY),
        runner.wall("empty.py", *runner.locked(python), EMPTY),
    )
    both = "import objcap; objcap.lockdown()"
    parts = [
        ("python -I -S empty.py", [python, "-I", "-S", EMPTY]),
        ("python -I empty.py", [python, "-I", EMPTY]),
        ("python -I -c 'import objcap'", [python, "-I", "-c", "import objcap"]),
        (f"python -I -c '{both}'", [python, "-I", "-c", both]),
        ("python -I -m objcap empty.py", [*runner.locked(python), EMPTY]),
    ]
    measures = [(name, runner.wall(name, *command)) for name, command in parts]
    found: dict[str, list[float]] = {name: [] for name, _ in parts}
    for _ in range(options.runs):
        for name, measure in measures:
            found[name].append(measure()[name])
    lines = ["| command | median | added |", "| --- | ---: | ---: |"]
    before = 0.0
    for name, values in found.items():
        median = statistics.median(values)
        lines.append(f"| `{name}` | {runner.seconds(median)} | {runner.seconds(median - before)} |")
        before = median
    targets = [runner.Target("ratio", rows[0].ratio, RATIO)]
    return runner.report(options, rows, targets, runner.table(rows) + "\n\n" + "\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
