"""Everything that the documents quote, with one command: python -m benchmarks

Runs the benchmarks one after the other, each interleaved in itself, prints their reports and one table of
the most important figures. `--docs` writes the figures into docs/performance.md, plots and JSON under
docs/figures/. About eight minutes; `--quick` one, to see that it runs.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import (
    calls,
    computation,
    growth,
    imports,
    lockdown,
    peers,
    runner,
    sandboxes,
    startup,
    suite,
    svg,
)
from benchmarks import twins as twins_module

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


@dataclass(frozen=True)
class Section:
    """A benchmark: its title in the documents, its program, its arguments in full and in short."""

    name: str
    title: str
    main: Callable[[Sequence[str]], int]
    full: str
    quick: str
    says: str


SECTIONS = (
    Section(
        "computation",
        "Computation: workloads",
        computation.main,
        "--runs 5",
        "--runs 1",
        "A guest of `python -m objcap` against bare CPython.",
    ),
    Section(
        "suite",
        "Computation: pyperformance",
        suite.main,
        "--runs 3",
        "--runs 1 --quick",
        "pyperformance's benchmark functions, unmodified: the CPU time of bare CPython, and as ratios to it "
        "that of a guest of `python -m objcap` and a sandbox.",
    ),
    Section(
        "peers",
        "Computation: the same tasks by other ways",
        peers.main,
        "--runs 1",
        "--runs 1 --quick",
        'Ratios to plain `exec` in the same round; "no" is what a way cannot run.',
    ),
    Section(
        "sandboxes",
        "Sandboxes",
        sandboxes.main,
        "--rounds 3 --scale 0.5",
        "--rounds 1 --count 2 --scale 0.001",
        "`first result` is from nothing imported, `fresh` a new sandbox from its making to its first result, "
        "`call` a function that the code has defined, `call back` a function of the application's, called by "
        "the code.",
    ),
    Section(
        "growth",
        "How cost grows",
        growth.main,
        "--runs 3",
        "--runs 1 --quick",
        "One process per row.",
    ),
    Section("lockdown", "Lockdown", lockdown.main, "--runs 20", "--runs 1", "In fresh processes."),
    Section("startup", "Start-up", startup.main, "--runs 20", "--runs 1", "Timed from outside."),
    Section(
        "imports", "Imports", imports.main, "--runs 20", "--runs 1", "A guest's first imports of six modules."
    ),
    Section(
        "calls", "Calls of capabilities", calls.main, "--runs 5", "--runs 1", "Against a bare socket pair."
    ),
    Section(
        "twins",
        "Modules without their C half",
        twins_module.main,
        "--runs 3",
        "--runs 1",
        "What a guest pays where it does not get the C half of a module.",
    ),
)


@dataclass
class Report:
    """What a section printed, and its figures; `status` is not 0 if it could not run."""

    section: Section
    text: str
    figures: dict[str, Any]
    status: int
    seconds: float


def run(section: Section, python: str, quick: bool) -> Report:
    """Run one section, and keep what it tells."""
    start = time.monotonic()
    printed = io.StringIO()
    figures: dict[str, Any] = {}
    with tempfile.NamedTemporaryFile("r", suffix=".json", encoding="utf-8") as file:
        arguments = [
            *(section.quick if quick else section.full).split(),
            "--python",
            python,
            "--json",
            file.name,
        ]
        try:
            with contextlib.redirect_stdout(printed):
                status = section.main(arguments)
            text = file.read()
            figures = json.loads(text) if text else {}
        except (runner.BenchmarkError, OSError) as error:
            status = 1
            printed.write(f"failed: {error}\n")
    return Report(section, printed.getvalue(), figures, status, time.monotonic() - start)


def body(report: Report) -> str:
    """The report without the lines about the machine."""
    lines = report.text.splitlines()
    kept = [line for line in lines if not re.match(r"(CPython .*; |load average: )", line)]
    return re.sub(r"^((?:met|MISSED): )", r"* \1", "\n".join(kept).strip(), flags=re.MULTILINE)


def ratios(figures: Mapping[str, Any], mark: str = "") -> list[float]:
    """The ratios of the rows whose name starts like that."""
    return [row["ratio"] for row in figures.get("rows", ()) if row["name"].startswith(mark)]


def summary(reports: Mapping[str, Report]) -> str:
    """One table of the most important figures."""
    lines = ["| | objcap | against | ratio |", "| --- | ---: | ---: | ---: |"]

    def mean(name: str, told: str, against: str, mark: str = "") -> None:
        found = ratios(reports[name].figures, mark) if name in reports else []
        if found:
            lines.append(f"| {told} ({len(found)}) | | {against} | {runner.geometric_mean(found):.3f} |")

    mean("computation", "computation in a guest, workloads", "CPython")
    mean("suite", "computation in a guest, pyperformance", "CPython", "guest: ")
    mean("suite", "computation in a sandbox, pyperformance", "CPython", "worker: ")
    mean("sandboxes", "computation in a sandbox, workloads", "CPython")
    for name in ("startup", "imports", "calls"):
        for row in reports[name].figures.get("rows", ()) if name in reports else ():
            told = f"{reports[name].section.title.lower()}: {row['name'].replace('_', ' ')}"
            times = f"{runner.seconds(row['locked'])} | {runner.seconds(row['plain'])}"
            lines.append(f"| {told} | {times} | {row['ratio']:.3f} |")
    for row in reports["lockdown"].figures.get("rows", ()) if "lockdown" in reports else ():
        lines.append(f"| {row['name']}, bare process | {runner.seconds(row['plain'])} | | |")
    if "sandboxes" in reports and reports["sandboxes"].figures:
        ways = reports["sandboxes"].figures["ways"]
        for column, told in (
            ("fresh", "a fresh sandbox to its result"),
            ("call", "a call"),
            ("callback", "a grant"),
        ):
            against = [
                (way, ways[way][column])
                for way in (*sandboxes.WAYS[1:], *sandboxes.PEERS)
                if column in ways[way]
            ]
            for way, value in against:
                ours = ways["objcap"][column]
                told_times = f"{runner.seconds(ours)} | {way} {runner.seconds(value)}"
                lines.append(f"| {told} | {told_times} | {ours / value:.3f} |")
        more = ways[sandboxes.MORE]
        lines.append(f"| fresh sandboxes in a second | {1 / more['fresh_sandbox_of_a_Pool']:.0f} | | |")
        memory = sandboxes.megabytes(more["bytes_private_of_an_idle_sandbox"])
        other = ways["subprocess"]["bytes_private"]
        share = more["bytes_private_of_an_idle_sandbox"] / other
        lines.append(
            f"| private memory, idle | {memory} | process {sandboxes.megabytes(other)} | {share:.3f} |"
        )
    return "\n".join(lines)


def plots(reports: Mapping[str, Report]) -> dict[str, str]:
    """The SVG files, by name."""
    found: dict[str, str] = {}
    suite_rows = reports["suite"].figures.get("rows", ()) if "suite" in reports else ()
    if suite_rows:
        bars: dict[str, dict[str, float]] = {}
        for row in suite_rows:
            kind, _, name = row["name"].partition(": ")
            bars.setdefault(name, {})[{"guest": "guest", "worker": "sandbox"}[kind]] = row["ratio"]
        found["computation.svg"] = svg.bars("pyperformance: time, as a ratio to bare CPython", bars)
    if "peers" in reports and reports["peers"].figures:
        by_way: dict[str, list[float]] = {}
        for row in reports["peers"].figures["rows"]:
            by_way.setdefault(row["name"].rpartition(": ")[2], []).append(row["ratio"])
        means = {
            f"{way} ({len(values)} tasks)": {"computation": runner.geometric_mean(values)}
            for way, values in by_way.items()
            if way != "exec"
        }
        found["peers.svg"] = svg.bars(
            "computation: time, as a ratio to plain exec, of the tasks it runs", means, log=True
        )
    if "growth" in reports and reports["growth"].figures:
        lines: dict[str, dict[str, dict[float, float]]] = {}
        for row in reports["growth"].figures["rows"]:
            kind, step, column = row["name"].split()
            if not column.startswith("bytes_"):
                name = growth.HEADINGS[column].partition(",")[0]
                lines.setdefault(kind, {}).setdefault(name, {})[float(step)] = row["plain"] * 1e3
        for kind, series in lines.items():
            unit = growth.KINDS[kind][2]
            if len({step for points in series.values() for step in points}) > 1:
                found[f"growth-{kind}.svg"] = svg.lines(f"milliseconds, by number of {unit}", unit, series)
    return found


def document(facts: Mapping[str, str], reports: Sequence[Report], names: Sequence[str]) -> str:
    """What goes between the marks of docs/performance.md."""
    pictures = {"suite": "computation.svg", "peers": "peers.svg"}
    by_name = {report.section.name: report for report in reports}
    load = f"; load average at the start {facts['load']}" if "load" in facts else ""
    parts = [
        f"Measured on: {facts['python']}; {facts['system']}; {facts['processor']}{load}.",
        "",
        summary(by_name),
        "",
    ]
    for report in reports:
        parts += [f"### {report.section.title}", "", report.section.says, ""]
        shown = [pictures.get(report.section.name, "")]
        if report.section.name == "growth":
            shown = [name for name in names if name.startswith("growth-")]
        for name in shown:
            if name in names:
                parts += [f"![{report.section.title}](figures/{name})", ""]
        parts += [body(report), ""]
    return "\n".join(parts)


def write(folder: Path, facts: Mapping[str, str], reports: Sequence[Report]) -> None:
    """Write docs/performance.md between its marks, the plots and the figures."""
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    by_name = {report.section.name: report for report in reports}
    drawn = plots(by_name)
    for name, text in drawn.items():
        (figures / name).write_text(text, encoding="utf-8")
    kept = {name: report.figures for name, report in by_name.items()}
    (figures / "benchmarks.json").write_text(
        json.dumps({"machine": facts, **kept}, indent=1) + "\n", encoding="utf-8"
    )
    page = folder / "performance.md"
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{page}: the marks {BEGIN} and {END} are missing")
    page.write_text(f"{before}{begin}\n{document(facts, reports, list(drawn))}{end}{after}", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the sections, print the reports and the table, write what was asked for; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a little of everything, in about a minute")
    parser.add_argument(
        "--only",
        metavar="NAME",
        action="append",
        choices=[s.name for s in SECTIONS],
        help="a section; may be given more than once",
    )
    parser.add_argument(
        "--python", default=sys.executable, metavar="PATH", help="interpreter with objcap and peers"
    )
    parser.add_argument("--json", metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--docs", action="store_true", help="write docs/performance.md and docs/figures/")
    options = parser.parse_args(argv)
    facts = {**runner.machine(options.python), "load": f"{os.getloadavg()[0]:.1f}"}
    print(
        f"{facts['python']}; {facts['system']}; {facts['processor']}; load average {facts['load']}",
        flush=True,
    )
    reports = []
    for section in SECTIONS:
        if options.only and section.name not in options.only:
            continue
        report = run(section, options.python, options.quick)
        reports.append(report)
        print(f"\n## {section.title} ({report.seconds:.0f} s)\n\n{body(report)}", flush=True)
    by_name = {report.section.name: report for report in reports}
    print(f"\n## In short\n\n{summary(by_name)}")
    if options.json:
        kept = {name: report.figures for name, report in by_name.items()}
        Path(options.json).write_text(
            json.dumps({"machine": facts, **kept}, indent=1) + "\n", encoding="utf-8"
        )
    if options.docs:
        write(ROOT / "docs", facts, reports)
    failed = [report.section.name for report in reports if report.status]
    if failed:
        print(f"not complete: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
