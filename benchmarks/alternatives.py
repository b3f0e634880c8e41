"""The README's table against the alternatives: python -m benchmarks.alternatives

From the figures in docs/figures, which `benchmarks --docs`, `benchmarks.escapes --docs` and
`benchmarks.language --docs` write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import runner

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "docs" / "figures"
BEGIN, END = "<!-- alternatives: begin -->", "<!-- alternatives: end -->"
# way: what it is, and whether the application's functions can be called from the code
WAYS = {
    "objcap": ("CPython, locked, in a process behind the kernel's walls", "yes"),
    "subprocess": ("CPython in a process, with all powers of its user", "no"),
    "bubblewrap": ("CPython in a process behind the kernel's walls", "no"),
    "sandlock": ("CPython in a process behind the kernel's walls", "no"),
    "RestrictedPython": ("a part of Python, compiled, in the application", "yes"),
    "asteval": ("a part of Python, interpreted, in the application", "yes"),
    "smolagents": ("a part of Python, interpreted, in the application", "yes"),
    "pydantic-monty": ("a part of Python, an interpreter of its own, in a process", "yes"),
    "safepyrun": ("CPython in the application, watched", "yes"),
}


def load(name: str) -> Any:
    """The figures of that name."""
    return json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))


def table(figures: Mapping[str, Any], escapes: Mapping[str, Any], language: Mapping[str, Any]) -> str:
    """One row for each way."""
    attacks = len(escapes)
    lines = [
        f"| | what runs the code | attacks let through, of {attacks} | features, of {len(language)} | "
        "computation | a fresh one | calls back |",
        "| --- | --- | ---: | ---: | ---: | ---: | :-: |",
    ]
    times: dict[str, list[float]] = {}
    for row in figures.get("peers", {}).get("rows", ()):
        times.setdefault(row["name"].rpartition(": ")[2], []).append(row["ratio"])
    ways = figures.get("sandboxes", {}).get("ways", {})
    for way, (what, calls) in WAYS.items():
        through = sum(row[way] == "through" for row in escapes.values())
        able = sum(not row[way] for row in language.values())
        mean = runner.geometric_mean(times[way]) if way in times else 0.0
        ratio = f"{mean:.{0 if mean >= 20 else 2}f} \N{MULTIPLICATION SIGN}" if mean else "-"
        fresh = ways.get(way, {}).get("fresh")
        told = runner.seconds(fresh) if fresh else "-"
        name = f"**{way}**" if way == "objcap" else way
        lines.append(f"| {name} | {what} | {through} | {able} | {ratio} | {told} | {calls} |")
    return "\n".join(lines)


def main() -> int:
    """Write the table between its marks."""
    page = ROOT / "README.md"
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        print(f"{page}: the marks are missing", file=sys.stderr)
        return 1
    text = table(load("benchmarks"), load("escapes"), load("language"))
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
