"""What of Python runs where: python -m benchmarks.language

Every feature of benchmarks.features, and some pure-Python packages where they are installed, by every way
to run somebody's code, each in a new one. "Yes" is that the code ran to its end. `--docs` writes the table
into docs/compatibility.md. Ways that leave the choice of modules to the application are asked to permit
those that the code imports.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import peers, runner
from benchmarks.features import FEATURES

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "compatibility.md"
BEGIN, END = "<!-- language: begin -->", "<!-- language: end -->"
WAYS = peers.WAYS
POWERS = {"os", "pathlib", "socket", "threading"}  # no application would permit these
DONE = "print('ran to the end')\n"

Verdicts = dict[str, dict[str, str]]  # feature -> way -> "" if it runs, else the reason


def imported(source: str) -> list[str]:
    """The modules that a source names in its imports."""
    names: list[str] = []
    for line in source.splitlines():
        match = re.match(r"(?:from (\S+) )?import (.*)", line.strip())
        if match:
            names += [match[1]] if match[1] else [name.split()[0] for name in match[2].split(",")]
    return names


def find(python: str, ways: Sequence[str] = WAYS) -> Verdicts:
    """Try every feature every way."""
    features = {name: source for group in FEATURES.values() for name, source in group.items()}
    modules = sorted({name for source in features.values() for name in imported(source)} - {"m"} - POWERS)
    verdicts: Verdicts = {name: {} for name in features}
    order = {"each": [source + DONE for source in features.values()], "imports": modules}
    for way in ways:
        answer = peers.order(way, order, python, 120.0)
        for number, name in enumerate(features):
            if "outputs" not in answer:
                verdicts[name][way] = peers.reason(answer)
            elif "ran to the end" not in answer["outputs"][number]:
                verdicts[name][way] = peers.told(answer["errors"][number], 140) or "it did not run to the end"
            else:
                verdicts[name][way] = ""
    return verdicts


def table(verdicts: Verdicts) -> str:
    """The table, in Markdown."""
    ways = list(next(iter(verdicts.values())))
    lines = [f"| | {' | '.join(ways)} |", f"| --- |{' :-: |' * len(ways)}"]
    for group, features in FEATURES.items():
        lines.append(f"| **{group}** |{' |' * len(ways)}")
        for name in features:
            cells = ["no" if verdicts[name][way] else "yes" for way in ways]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    counts = [sum(not row[way] for row in verdicts.values()) for way in ways]
    lines.append(f"| **yes, of {len(verdicts)}** | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table between its marks in docs/compatibility.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE}: the marks are missing")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Try, print the table and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--way", action="append", choices=WAYS, help="only this way; may be given more than once"
    )
    parser.add_argument(
        "--python", default=sys.executable, metavar="PATH", help="interpreter with objcap and peers"
    )
    parser.add_argument("--json", metavar="FILE", help="write verdicts and reasons to FILE")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/compatibility.md")
    parser.add_argument("-v", action="store_true", help="give the reason for every no")
    options = parser.parse_args(argv)
    verdicts = find(options.python, options.way or WAYS)
    if options.v:
        for name, row in verdicts.items():
            for way, reason in row.items():
                if reason:
                    print(f"{way}: {name}: {reason}")
    text = f"Measured with {runner.machine(options.python)['python']}.\n\n{table(verdicts)}"
    print(text)
    if options.json:
        Path(options.json).write_text(json.dumps(verdicts, indent=1) + "\n", encoding="utf-8")
    if options.docs:
        figures = ROOT / "docs" / "figures"
        figures.mkdir(exist_ok=True)
        (figures / "language.json").write_text(json.dumps(verdicts, indent=1) + "\n", encoding="utf-8")
        write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
