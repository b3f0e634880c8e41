"""pyperformance's own benchmarks in a guest: python -m benchmarks.suite

The pure-Python benchmarks of the package pyperformance, their files unmodified; programs/pyperf_standin.py
stands in for the module pyperf, which starts processes. Bare CPython, `python -m objcap` and a sandbox run
each of them in turn, in a process of its own; CPU time is compared.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import runner

STANDIN = runner.PROGRAMS / "pyperf_standin.py"
IN_A_WORKER = str(runner.PROGRAMS / "file_in_a_worker.py")
MEAN = 1.02

# Folder and arguments. Left out: what needs files, processes, sockets or packages, modules whose C half a
# guest does not get (benchmarks.twins measures those), and base64 and mdp, which take many seconds.
BENCHMARKS: tuple[tuple[str, str], ...] = (
    ("async_generators", ""),
    ("chaos", ""),
    ("comprehensions", ""),
    ("coroutines", ""),
    ("deepcopy", ""),
    ("deltablue", ""),
    ("fannkuch", ""),
    ("float", ""),
    ("generators", ""),
    ("go", ""),
    ("hexiom", ""),
    ("json_dumps", ""),
    ("json_loads", ""),
    ("logging", "format"),
    ("meteor_contest", ""),
    ("nbody", ""),
    ("nqueens", ""),
    ("pidigits", "--digits 1000"),
    ("raytrace", ""),
    ("regex_dna", ""),
    ("regex_effbot", ""),
    ("regex_v8", ""),
    ("richards", ""),
    ("richards_super", ""),
    ("scimark", ""),
    ("spectral_norm", ""),
    ("typing_runtime_protocols", ""),
    ("unpack_sequence", ""),
)

FEW = ("float", "nqueens", "json_loads", "richards")  # of a quick run


def folder(python: str) -> Path | None:
    """Where pyperformance keeps its benchmarks; None if it is not installed there."""
    program = "import importlib.util as u; s = u.find_spec('pyperformance'); print(s.origin if s else '')"
    origin = runner.run_process([python, "-I", "-c", program]).strip()
    return Path(origin).parent / "data-files" / "benchmarks" if origin else None


def program(source: str, arguments: str, quick: bool) -> str:
    """The text that is run everywhere: the module `pyperf`, and then the benchmark's own file."""
    standin = STANDIN.read_text(encoding="utf-8")
    if quick:
        standin = standin.replace("LEAST = 0.03", "LEAST = 0.001").replace("ENOUGH = 0.2", "ENOUGH = 0.0")
    return (
        "import sys, types\n"
        "_pyperf = sys.modules['pyperf'] = types.ModuleType('pyperf')\n"
        f"exec({standin!r}, _pyperf.__dict__)\n"
        f"sys.argv = ['run_benchmark.py', *{arguments.split()!r}]\n"
        f"exec(compile({source!r}, 'run_benchmark.py', 'exec'))\n"
    )


def find(
    python: str, runs: int, quick: bool = False, names: Sequence[str] = ()
) -> dict[str, list[runner.Row]]:
    """The rows of the guest and of the sandbox; empty without pyperformance."""
    where = folder(python)
    rows: dict[str, list[runner.Row]] = {"guest": [], "worker": []}
    if where is None:
        return rows
    for name, arguments in BENCHMARKS:
        if names and name not in names:
            continue
        source = (where / f"bm_{name}" / "run_benchmark.py").read_text(encoding="utf-8")
        with tempfile.NamedTemporaryFile("w", suffix=".py", encoding="utf-8") as file:
            file.write(program(source, arguments, quick))
            file.flush()
            three = [
                runner.printed(*runner.plain(python), file.name),
                runner.printed(*runner.locked(python), file.name),
                runner.printed(*runner.plain(python), IN_A_WORKER, file.name),
            ]
            rounds = runner.turns(runs, three)
        for number, kind in enumerate(rows, 1):
            pairs = [
                (
                    runner.geometric_mean(list(one[0].values())),
                    runner.geometric_mean(list(one[number].values())),
                )
                for one in rounds
            ]
            rows[kind].append(runner.row(name, [a for a, _ in pairs], [b for _, b in pairs]))
    return rows


def table(rows: dict[str, list[runner.Row]]) -> str:
    """All three beside each other, in Markdown."""
    lines = [
        "| | CPython | guest | of the fastest | sandbox | of the fastest |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for guest, worker in zip(rows["guest"], rows["worker"], strict=True):
        cells = [runner.seconds(guest.plain)]
        cells += [f"{value:.3f}" for row in (guest, worker) for value in (row.ratio, row.fastest)]
        lines.append(f"| {guest.name} | {' | '.join(cells)} |")
    means = [
        f"{runner.geometric_mean(ratios):.3f}"
        for kind in rows
        for ratios in ([row.ratio for row in rows[kind]], [row.fastest for row in rows[kind]])
    ]
    lines.append(f"| geometric mean | | {' | '.join(means)} |")
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, report, and return the exit status."""
    options = runner.arguments(__doc__.splitlines()[0], 3, argv)
    rows = find(options.python, options.runs, options.quick, FEW if options.quick else ())
    if not rows["guest"]:
        print("pyperformance is not installed: pip install '.[benchmarks]'", file=sys.stderr)
        return 2
    targets = [
        runner.Target(
            f"geometric mean, {kind}", runner.geometric_mean([row.ratio for row in rows[kind]]), MEAN
        )
        for kind in rows
    ]
    both = [dataclasses.replace(row, name=f"{kind}: {row.name}") for kind in rows for row in rows[kind]]
    return runner.report(options, both, targets, table(rows))


if __name__ == "__main__":
    sys.exit(main())
