"""Who lets what through: python -m benchmarks.escapes

The attacks of benchmarks.attacks against every way to run somebody's code, each in a new application
(programs/through.py) with a file, an environment variable, a global variable and a listening socket of its
own. What counts is the effect, looked at from outside. Only the temporary folder of the run, the process of
the application and a socket of this machine are touched. `--docs` writes the table into docs/attacks.md.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import secrets
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import peers, runner
from benchmarks.attacks import ATTACKS, CRASHERS, Attack

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "attacks.md"
BEGIN, END = "<!-- escapes: begin -->", "<!-- escapes: end -->"
WAYS = peers.WAYS
TIMEOUT = 7.0  # seconds: an application that asked for a limit of two has its answer by then
PRODUCT = "7006652"  # what the program that an attack starts computes
THROUGH, HELD = "through", "held"


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, threading.Event]]:
    """The port of a socket on this machine, and an event that is set by a connection."""
    connected = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        ended = threading.Event()

        def wait() -> None:
            while not ended.is_set():
                try:
                    server.accept()[0].close()
                except TimeoutError:
                    continue
                connected.set()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield server.getsockname()[1], connected
        finally:
            ended.set()
            thread.join()


def source(attack: Attack, folder: str, port: int) -> str:
    """The text of the attack in this run."""
    if attack.source.startswith(CRASHERS):
        return (ROOT / attack.source).read_text(encoding="utf-8")
    return attack.source.replace("{folder}", folder).replace("{port}", str(port)).replace("{{}}", "{}")


def run(attack: Attack, way: str, python: str) -> dict[str, Any]:
    """Try it: the verdict, and what was told."""
    marks = {name: f"{name}-{secrets.token_hex(12)}" for name in ("file", "variable", "memory")}
    marks["memory"] = "host-" + marks["memory"]
    with tempfile.TemporaryDirectory(prefix="objcap-escape-") as folder, listening() as (port, connected):
        (Path(folder) / "secret.txt").write_text(marks["file"], encoding="utf-8")
        answer = peers.order(
            way,
            {"pieces": [source(attack, folder, port)], "limits": True},
            python,
            TIMEOUT,
            {"OBJCAP_ESCAPE_VARIABLE": marks["variable"], "HOST_SECRET": marks["memory"]},
        )
        written = (Path(folder) / "written").exists()
    if "absent" in answer:
        return {"verdict": "not installed", "detail": peers.told(answer["absent"], 160)}
    told = " ".join([*answer.get("outputs", ()), str(answer.get("error", ""))])
    effects = {
        "file": marks["file"] in told,
        "names": "secret.txt" in told,
        "written": written,
        "variable": marks["variable"] in told,
        "memory": marks["memory"] in told,
        "process": PRODUCT in told,
        "network": connected.is_set(),
        "changed": bool(answer.get("changed")) or "CHANGED" in told,
        "held up": "died" in answer or (way == "objcap.lockdown" and "status -" in told),
    }
    detail = str(answer.get("died") or answer.get("changed") or answer.get("error") or "no effect")
    return {"verdict": THROUGH if effects[attack.wants] else HELD, "detail": peers.told(detail, 160)}


Verdicts = dict[str, dict[str, dict[str, Any]]]  # attack -> way -> verdict and detail


def find(python: str, text: str = "", ways: Sequence[str] = WAYS) -> Verdicts:
    """Every attack with `text` in its name against these ways, two at a time."""
    chosen = [attack for attack in ATTACKS if text in attack.name]
    pairs = [(attack, way) for attack in chosen for way in ways]
    before = signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # an attack sends one to its parent
    try:
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda pair: run(*pair, python), pairs))
    finally:
        signal.signal(signal.SIGUSR1, before)
    verdicts: Verdicts = {}
    for (attack, way), verdict in zip(pairs, found, strict=True):
        verdicts.setdefault(attack.name, {})[way] = verdict
    return verdicts


def table(verdicts: Verdicts) -> str:
    """The table, in Markdown; a dot is an attack that was held."""
    ways = list(next(iter(verdicts.values())))
    lines = [f"| attack | wants | {' | '.join(ways)} |", f"| --- | --- |{' :-: |' * len(ways)}"]
    wants = {attack.name: attack.wants for attack in ATTACKS}
    shown = {THROUGH: "**through**", HELD: "\N{MIDDLE DOT}"}
    for name, row in verdicts.items():
        cells = [shown.get(row[way]["verdict"], "not installed") for way in ways]
        lines.append(f"| {name} | {wants[name]} | {' | '.join(cells)} |")
    counts = [sum(row[way]["verdict"] == THROUGH for row in verdicts.values()) for way in ways]
    lines.append(f"| let through, of {len(verdicts)} | | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def write(text: str) -> None:
    """Put the table between its marks in docs/attacks.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{PAGE}: the marks are missing")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Try everything, print the table; status 1 if a sandbox of objcap let something through."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-k", default="", metavar="TEXT", help="only attacks with TEXT in their names")
    parser.add_argument(
        "--way", action="append", choices=WAYS, help="only this way; may be given more than once"
    )
    parser.add_argument(
        "--python", default=sys.executable, metavar="PATH", help="interpreter with objcap and peers"
    )
    parser.add_argument("--json", metavar="FILE", help="write verdicts and details to FILE")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/attacks.md")
    parser.add_argument("-v", action="store_true", help="say what happened each time")
    options = parser.parse_args(argv)
    facts = runner.machine(options.python)
    verdicts = find(options.python, options.k, options.way or WAYS)
    if not verdicts:
        parser.error("no such attack")
    if options.v:
        for name, row in verdicts.items():
            for way, found in row.items():
                print(f"{way}: {name}: {found['verdict']}: {found['detail']}")
    text = f"Measured with {facts['python']}; {facts['system']}.\n\n{table(verdicts)}"
    print(text)
    if options.json:
        Path(options.json).write_text(json.dumps(verdicts, indent=1) + "\n", encoding="utf-8")
    if options.docs:
        figures = ROOT / "docs" / "figures"
        figures.mkdir(exist_ok=True)
        kept = {name: {way: found["verdict"] for way, found in row.items()} for name, row in verdicts.items()}
        (figures / "escapes.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        write(text)
    return int(any(row.get("objcap", {}).get("verdict") == THROUGH for row in verdicts.values()))


if __name__ == "__main__":
    sys.exit(main())
