"""The same computations by every way to run somebody's code: python -m benchmarks.peers

The tasks of programs/tasks.py and some of pyperformance's benchmarks, as ratios to plain `exec` of the same
round; "no" for what a way cannot run, with the reason below the table. Ways that keep a session are timed
from outside it, messages included; in a process of its own the code times itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import runner, suite
from benchmarks.programs.tasks import TASKS

THROUGH = str(runner.PROGRAMS / "through.py")
WAYS = (
    "objcap",
    "objcap.lockdown",
    "exec",
    "subprocess",
    "bubblewrap",
    "sandlock",
    "RestrictedPython",
    "asteval",
    "smolagents",
    "pydantic-monty",
    "safepyrun",
)
PROCESSES = ("objcap.lockdown", "subprocess", "bubblewrap", "sandlock")
IN_PROCESS = ("exec", "RestrictedPython", "asteval", "smolagents", "safepyrun")
PYPERFORMANCE = ("nqueens", "nbody", "richards", "chaos", "deltablue", "json_loads")
FEW = ("recursion", "json", "pyperformance: nqueens")  # of a quick run
STANDARD = [
    "time",
    "math",
    "random",
    "array",
    "argparse",
    "asyncio",
    "functools",
    "json",
    "sys",
]  # what those import
TIMED = """
from time import perf_counter
_best = 1e9
for _ in range(%d):
    _start = perf_counter()
    main()
    _best = min(_best, perf_counter() - _start)
print("seconds", _best)
"""


def order(
    way: str,
    order: Mapping[str, Any],
    python: str = sys.executable,
    timeout: float = 60.0,
    environment: Mapping[str, str] | None = None,
    cwd: str | None = None,
) -> dict[str, Any]:
    """What programs/through.py answers; `died` if it did not, in that time or at all."""
    with tempfile.TemporaryDirectory(prefix="objcap-bench-") as folder:
        private = {"XDG_CONFIG_HOME": folder, "MPLCONFIGDIR": folder, "HOME": folder, "TMPDIR": folder}
        process = subprocess.Popen(
            [python, "-I", "-W", "ignore", THROUGH, way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**runner.environment(), **private, **(environment or {})},
            cwd=cwd or folder,
            start_new_session=True,
        )
        try:
            told, _ = process.communicate(json.dumps(order).encode(), timeout)
            answer: dict[str, Any] = json.loads(told)
        except subprocess.TimeoutExpired:
            answer = {"died": f"no end after {timeout:g} s"}
        except ValueError:
            answer = {"died": f"the application ended, status {process.returncode}"}
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()
    return answer


def orders(quick: bool, python: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The orders, by name of the task and way."""
    repeat = 1 if quick else 5
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name, (source, modules) in TASKS.items():
        inside = {
            "pieces": [source],
            "call": "main()",
            "repeat": repeat,
            "imports": ["math", *modules.split()],
        }
        alone = {"pieces": [source + TIMED % repeat]}
        found[name] = {way: alone if way in PROCESSES else inside for way in WAYS}
    where = suite.folder(python)
    for name in PYPERFORMANCE if where else ():
        assert where is not None
        source = (where / f"bm_{name}" / "run_benchmark.py").read_text(encoding="utf-8")
        # `pyperf` is a module of the application for those that run in it; elsewhere it is text in front.
        standin = suite.STANDIN.read_text(encoding="utf-8")
        inside = {"pieces": [source], "imports": ["pyperf", *STANDARD], "modules": {"pyperf": standin}}
        alone = {"pieces": [suite.program(source, "", quick)], "before": []}
        found[f"pyperformance: {name}"] = {way: inside if way in IN_PROCESS else alone for way in WAYS}
    return found


def seconds(answer: Mapping[str, Any]) -> float:
    """The time in an answer; 0 if there is none."""
    if answer.get("error") or "outputs" not in answer:
        return 0.0
    if answer["seconds"]:
        return float(answer["seconds"])
    words = " ".join(answer["outputs"]).split()
    for word in words[1:2]:
        try:
            return float(word)
        except ValueError:
            return 0.0
    return 0.0


def reason(answer: Mapping[str, Any]) -> str:
    """Why there is no figure, in a line."""
    text = answer.get("absent") or answer.get("died") or answer.get("error") or "no figure came"
    return told(str(text), 110)


def told(text: str, length: int) -> str:
    """A message in one line, without this machine's folders."""
    return re.sub(r"(?:/[\w.+-]+){2,}/?", "...", " ".join(text.split()))[:length]


Cells = dict[str, dict[str, float | str]]  # task -> way -> ratio, or the reason why there is none


def find(python: str, rounds: int, quick: bool = False, tasks: Sequence[str] = ()) -> Cells:
    """Run every task by every way."""
    cells: Cells = {}
    gone: dict[str, str] = {}
    for task, by_way in orders(quick, python).items():
        if tasks and task not in tasks:
            continue
        ratios: dict[str, list[float]] = {}
        why: dict[str, str] = {}
        for number in range(rounds):
            turn = number % len(WAYS)
            times: dict[str, float] = {}
            for way in [*WAYS[turn:], *WAYS[:turn]]:
                if way in gone or way in why:
                    continue
                answer = order(way, by_way[way], python, 20.0)
                times[way] = seconds(answer)
                if not times[way]:
                    why[way] = reason(answer)
                    if "absent" in answer:
                        gone[way] = why[way]
            for way, taken in times.items():
                if taken and times.get("exec"):
                    ratios.setdefault(way, []).append(taken / times["exec"])
        cells[task] = {
            way: statistics.median(ratios[way]) if way in ratios else gone.get(way, why.get(way, "no figure"))
            for way in WAYS
        }
    return cells


def table(cells: Cells) -> str:
    """Ratios to plain exec, in Markdown, and the reasons for each "no"."""
    ways = [way for way in WAYS if way != "exec"]
    lines = ["| | " + " | ".join(ways) + " |", "| --- |" + " ---: |" * len(ways)]
    for task, row in cells.items():
        cells_ = [f"{row[way]:.2f}" if isinstance(row[way], float) else "no" for way in ways]
        lines.append(f"| {task} | {' | '.join(cells_)} |")
    able = {way: [row[way] for row in cells.values() if isinstance(row[way], float)] for way in ways}
    means = [f"{runner.geometric_mean(able[way]):.2f}" if able[way] else "" for way in ways]  # type: ignore[arg-type]
    lines.append(f"| geometric mean of what it runs | {' | '.join(means)} |")
    lines.append(f"| runs | {' | '.join(f'{len(able[way])} of {len(cells)}' for way in ways)} |")
    lines += ["", "Why not:", ""]
    for way in ways:
        reasons: dict[str, list[str]] = {}
        for task, row in cells.items():
            if isinstance(row[way], str):
                reasons.setdefault(str(row[way]), []).append(task)
        for text, names in reasons.items():
            lines.append(f"* {way}: {', '.join(names)}: `{text.replace('`', chr(39))}`")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 3, argv)
    cells = find(options.python, options.runs, options.quick, FEW if options.quick else ())
    rows = [
        runner.Row(f"{task}: {way}", 1.0, ratio, ratio, ratio)
        for task, row in cells.items()
        for way, ratio in row.items()
        if isinstance(ratio, float)
    ]
    return runner.report(options, rows, [], table(cells))


if __name__ == "__main__":
    sys.exit(main())
