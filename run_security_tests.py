"""Run the security suite: tests/succeed must work, tests/fail must be refused.

This file is run by a regular interpreter and starts every script in processes of its own:

* A script of ``tests/succeed`` runs under ``PYTHON -m objcap`` and must end with status 0.
* A script of ``tests/fail`` runs up to three times:

  ========  ===========================================  =====================================
  run       how                                          its last line must be
  ========  ===========================================  =====================================
  plain     ``PYTHON -I script``                         ``ESCAPED: ...``, else it is dead
  command   ``PYTHON -m objcap script``                  ``REFUSED: Type: ...``
  host      ``PYTHON tests/host_harness.py script``      ``REFUSED: Type: ...``
  ========  ===========================================  =====================================

  with ``Type`` one of those in the script's header. A script with a ``Harness`` uses objects of a host
  application: its plain run is that harness without the lockdown, and it has no command run.

The header is the module's docstring, a title and lines ``Key: value``:

``Technique``, ``Versions``, ``Origin``, ``Expected``
    required under ``tests/fail``. ``Expected: NoEffect`` is for attacks whose step is refused without an
    exception: the script looks for the effect and says ``REFUSED: NoEffect: ...`` when there is none.
``Command: PermissionError``
    what is expected instead from ``python -m objcap``, where it differs: there ``open`` is a name, and says
    which option grants files.
``Harness: host``, ``broker``, ``files``, ``caps`` or ``grants``
    see above; ``tests/host_harness.py`` and the like document the names that they supply: objects of a host,
    capabilities that a host has handed out, folders of its, those of ``objcap.caps``, and what options of the
    command line grant. Those with ``files`` and ``caps`` are run in a sandbox as well.
``Options: --strict ...``
    options for ``python -m objcap``; ``{here}`` stands for the script's folder.
``Needs: sqlite3 ...``
    modules that a build of Python may lack; without them the script is skipped.
``Terminal: yes``
    standard input and output are a terminal.
``Memory: 700``
    the process gets that much address space, in MiB; under AddressSanitizer, which takes terabytes of it,
    the script is skipped.

A signal, a timeout, an uncaught error, a missing last line, a host secret in the output, a dead attack and
a run with no script at all are failures. The exit status is 0, 1 for a failure, 2 when nothing could be run.
"""

from __future__ import annotations

import argparse
import ast
import concurrent.futures
import contextlib
import json
import os
import pty
import re
import secrets
import select
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HARNESSES = {
    name: ROOT / "tests" / f"{name}_harness.py" for name in ("host", "broker", "files", "caps", "grants")
}

TIMEOUT = 60.0  # seconds for one process
STANDARD_INPUT = b"first line of standard input\nsecond line of standard input\n"
SECRET_NAME = "OBJCAP_TEST_SECRET"  # an environment variable that no guest may read

REQUIRED_FIELDS = ("Technique", "Versions", "Origin", "Expected")
KNOWN_FIELDS = frozenset((*REQUIRED_FIELDS, "Harness", "Options", "Needs", "Terminal", "Memory", "Command"))
_FIELD = re.compile(r"^([A-Z][a-z]+):\s*(.*)$")
_REFUSED = re.compile(r"^REFUSED: ([A-Za-z_]\w*)")

PASSED, SKIPPED = "passed", "skipped"
ESCAPED, CRASHED, DEAD, WRONG, BROKEN = "escaped", "crashed", "dead", "wrong", "broken"
_EXPLAIN = {
    ESCAPED: "the guest got out",
    CRASHED: "a process died of a signal or never ended",
    DEAD: "the attack does not work on plain Python",
    WRONG: "an error that was not expected",
    BROKEN: "the script itself is not fit to run",
}


class CannotRun(Exception):
    """Nothing can be tested: bad interpreter, objcap not installed."""


@dataclass(frozen=True)
class Script:
    """One file of tests/succeed or tests/fail and what its header says."""

    path: Path
    kind: str  # "succeed" or "fail"
    fields: dict[str, str]
    fault: str = ""  # why the header cannot be used

    @property
    def group(self) -> str:
        """The folder: the class of the attack or the topic of the program."""
        return self.path.parent.name

    @property
    def name(self) -> str:
        """The name that is printed and that -k looks at."""
        return f"{self.kind}/{self.group}/{self.path.stem}"

    def expected(self, label: str = "") -> frozenset[str]:
        """Names of the exceptions that count as a refusal, in that way of running it."""
        text = self.fields.get("Expected", "")
        if label == "command":
            text = self.fields.get("Command", text)
        return frozenset(re.split(r"[\s,]+|\bor\b", text)) - {""}

    @property
    def versions(self) -> frozenset[str]:
        """The versions that the script is for; empty means all."""
        return frozenset(self.fields.get("Versions", "").split())

    @property
    def needs(self) -> frozenset[str]:
        """Modules without which the script cannot show anything."""
        return frozenset(self.fields.get("Needs", "").split())

    @property
    def options(self) -> list[str]:
        """Options for ``python -m objcap``."""
        return shlex.split(self.fields.get("Options", "").replace("{here}", str(self.path.parent)))

    @property
    def needs_host(self) -> bool:
        """True if the script uses objects of a host application."""
        return "Harness" in self.fields


@dataclass
class Interpreter:
    """A Python to be tested."""

    path: str
    version: str
    objcap: str  # where objcap was found, empty if it is not installed
    missing: frozenset[str]  # of the modules that scripts need


@dataclass
class Run:
    """One finished process."""

    label: str
    status: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool = False

    @property
    def last_line(self) -> str:
        """The last line of standard output, empty if there is none."""
        lines = self.stdout.rstrip().splitlines()
        return lines[-1].strip() if lines else ""

    @property
    def death(self) -> str:
        """How the process died, empty if it ended by itself."""
        if self.timed_out:
            return f"no end after {TIMEOUT:.0f} s"
        if self.status < 0:
            try:
                return f"died of {signal.Signals(-self.status).name}"
            except ValueError:
                return f"died of signal {-self.status}"
        return ""

    @property
    def last_error(self) -> str:
        """The last line of standard error, for messages."""
        lines = self.stderr.rstrip().splitlines()
        return lines[-1].strip() if lines else "nothing on standard error"


@dataclass
class Result:
    """What became of one script on one interpreter."""

    script: str
    python: str
    version: str
    verdict: str
    detail: str
    runs: list[Run] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """True unless the script passed or is not for this interpreter."""
        return self.verdict not in (PASSED, SKIPPED)


def read_script(path: Path, kind: str) -> Script:
    """Read the header of `path`; a header that cannot be used becomes the script's fault."""
    try:
        docstring = ast.get_docstring(ast.parse(path.read_bytes())) or ""
    except (SyntaxError, ValueError) as error:
        return Script(path, kind, {}, f"does not compile: {error}")
    fields: dict[str, str] = {}
    key = ""
    for line in docstring.splitlines()[1:]:
        match = _FIELD.match(line)
        if match:
            key = match[1]
            fields[key] = match[2].strip()
        elif key and line.startswith(" "):
            fields[key] += " " + line.strip()
        else:
            key = ""
    if kind == "succeed":
        return Script(path, kind, fields)
    faults = [f"no {name}" for name in REQUIRED_FIELDS if not fields.get(name)]
    faults += [f"unknown {name}" for name in sorted(fields.keys() - KNOWN_FIELDS)]
    if not fields.get("Memory", "0").isdecimal():
        faults.append(f"Memory is {fields['Memory']!r}, not a number of MiB")
    if fields.get("Harness", "host") not in HARNESSES:
        faults.append(f"unknown harness {fields['Harness']!r}")
    return Script(path, kind, fields, "header: " + ", ".join(faults) if faults else "")


def discover(tests: Path, group: str | None = None, text: str | None = None) -> list[Script]:
    """List the scripts under `tests`, of one folder name and with `text` in their names if given.

    A script lies exactly one folder below ``succeed`` or ``fail``; what lies deeper is data for a script.
    """
    found = []
    for kind in ("succeed", "fail"):
        for path in sorted((tests / kind).glob("*/*.py")):
            script = read_script(path, kind)
            if (group is None or script.group == group) and (text is None or text in script.name):
                found.append(script)
    return found


def probe(python: str, needs: Iterable[str]) -> Interpreter:
    """Ask `python` for its version, where its objcap is, and which of the modules in `needs` it lacks."""
    program = (
        "import importlib.util, json, sys\n"
        "find = importlib.util.find_spec\n"
        "spec = find('objcap')\n"
        "print(json.dumps(['%d.%d' % sys.version_info[:2], spec.origin if spec else '',"
        " [name for name in sys.argv[1:] if find(name) is None]]))"
    )
    try:
        done = subprocess.run(
            [python, "-I", "-c", program, *sorted(needs)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=True,
        )
        version, objcap, missing = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError) as error:
        raise CannotRun(f"{python} is not a Python that works: {error}") from error
    return Interpreter(python, version, objcap or "", frozenset(missing))


def _communicate_by_terminal(process: subprocess.Popen[bytes], master: int) -> bytes:
    """Type the standard input into the terminal `master`, and read what is printed there until the end."""
    os.write(master, STANDARD_INPUT)
    printed = bytearray()
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        if select.select([master], [], [], 0.2)[0]:
            try:
                data = os.read(master, 65536)
            except OSError:  # Linux: EIO once the last process has closed the terminal
                data = b""
            if not data:
                process.wait(max(0.1, end - time.monotonic()))
                return bytes(printed)
            printed += data
        elif process.poll() is not None:
            return bytes(printed)
    raise subprocess.TimeoutExpired(process.args, TIMEOUT, bytes(printed))


def run_process(label: str, argv: Sequence[str], secret: str, terminal: bool = False, memory: int = 0) -> Run:
    """Run `argv` in a new folder and a new process group; `secret` goes into its environment.

    `memory` is the limit of its address space in MiB, 0 for none.
    """
    if memory:
        argv = ["sh", "-c", f'ulimit -v {memory * 1024}; exec "$@"', "sh", *argv]
    environment = {**os.environ, SECRET_NAME: secret}
    start = time.monotonic()
    timed_out = False
    with tempfile.TemporaryDirectory(prefix="objcap-test-") as folder, tempfile.TemporaryFile() as errors:
        master, slave = pty.openpty() if terminal else (-1, -1)
        try:
            process = subprocess.Popen(
                argv,
                stdin=slave if terminal else subprocess.PIPE,
                stdout=slave if terminal else subprocess.PIPE,
                stderr=errors,
                cwd=folder,
                env=environment,
                start_new_session=True,
            )
            if terminal:
                os.close(slave)
                slave = -1
            try:
                if terminal:
                    output = _communicate_by_terminal(process, master)
                else:
                    output = process.communicate(STANDARD_INPUT, timeout=TIMEOUT)[0]
            except subprocess.TimeoutExpired as expired:
                timed_out, output = True, expired.output or b""
            finally:
                _end_group(process)
        finally:
            for descriptor in {master, slave} - {-1}:
                os.close(descriptor)
        errors.seek(0)
        stderr = errors.read()
    return Run(
        label,
        process.returncode,
        output.decode("utf-8", "replace"),
        stderr.decode("utf-8", "replace"),
        round(time.monotonic() - start, 3),
        timed_out,
    )


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process group that `process` leads, so that no attack outlives its run."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


def judge_plain(run: Run) -> tuple[str, str]:
    """Judge a run on plain Python: only an attack that escapes there proves anything."""
    if run.death:
        return DEAD, f"plain: {run.death}"
    if not run.last_line.startswith("ESCAPED:"):
        return DEAD, f"plain: {run.last_line or run.last_error}"
    return PASSED, run.last_line


def judge_locked(run: Run, expected: frozenset[str], secret: str) -> tuple[str, str]:
    """Judge a run under objcap by how it ended, what it shows of the host, and its last line."""
    if run.last_line.startswith("ESCAPED"):
        return ESCAPED, f"{run.label}: {run.last_line}"
    if secret in run.stdout or secret in run.stderr:
        return ESCAPED, f"{run.label}: the output shows a secret of the host"
    if run.death:
        return CRASHED, f"{run.label}: {run.death}: {run.last_line or run.last_error}"
    match = _REFUSED.match(run.last_line)
    if run.status != 0 or match is None:
        return WRONG, f"{run.label}: status {run.status}: {run.last_line or run.last_error}"
    if match[1] not in expected:
        return WRONG, f"{run.label}: expected {' or '.join(sorted(expected))}: {run.last_line}"
    return PASSED, f"{run.label}: {run.last_line}"


def check_script(script: Script, python: Interpreter, plain_only: bool = False) -> Result:
    """Run `script` in every way that its kind asks for; the first failure decides."""
    result = Result(script.name, python.path, python.version, BROKEN, script.fault)
    if script.fault:
        return result
    if script.versions and python.version not in script.versions:
        result.verdict, result.detail = SKIPPED, f"not on {python.version}"
        return result
    if script.needs & python.missing:
        result.verdict = SKIPPED
        result.detail = "this build has no " + ", ".join(sorted(script.needs & python.missing))
        return result
    harness = HARNESSES[script.fields.get("Harness", "host")]
    path, secret = str(script.path), f"host-secret-{secrets.token_hex(8)}"
    terminal = script.fields.get("Terminal") == "yes"
    memory = int(script.fields.get("Memory", "0"))
    if memory and "libasan" in os.environ.get("LD_PRELOAD", ""):
        result.verdict, result.detail = SKIPPED, "AddressSanitizer needs the address space"
        return result

    def run(label: str, *arguments: str) -> Run:
        finished = run_process(label, [python.path, *arguments, path], secret, terminal, memory)
        result.runs.append(finished)
        return finished

    if script.kind == "succeed":
        if plain_only:
            result.verdict, result.detail = SKIPPED, "needs objcap"
            return result
        done = run("command", "-m", "objcap", *script.options)
        result.verdict, result.detail = PASSED, "status 0"
        if done.death:
            result.verdict, result.detail = CRASHED, f"{done.death}: {done.last_error}"
        elif done.status:
            result.verdict, result.detail = WRONG, f"status {done.status}: {done.last_error}"
        return result

    plain = run("plain", "-I", *((str(harness), "--no-lockdown") if script.needs_host else ()))
    result.verdict, result.detail = judge_plain(plain)
    if result.failed or plain_only:
        return result
    locked = {"host": (str(harness), *script.options)}
    if not script.needs_host:
        locked = {"command": ("-m", "objcap", *script.options), **locked}
    if script.fields.get("Harness") in ("files", "caps"):
        locked["sandbox"] = (str(harness), "--sandbox")
    for label, arguments in locked.items():
        result.verdict, result.detail = judge_locked(run(label, *arguments), script.expected(label), secret)
        if result.failed:
            break
    return result


def show(result: Result, width: int, verbose: bool) -> str:
    """One line for `result`; with `verbose`, what its processes printed as well."""
    mark = "ok" if result.verdict == PASSED else "skip" if result.verdict == SKIPPED else "FAIL"
    detail = result.detail if result.verdict in (PASSED, SKIPPED) else f"{result.verdict}: {result.detail}"
    lines = [f"{mark:4} {result.version} {result.script:{width}}  {detail}"]
    if verbose:
        for run in result.runs:
            lines.append(f"       {run.label}: status {run.status}, {run.seconds:.2f} s")
            lines += [f"       | {line}" for line in (run.stdout + run.stderr).splitlines()]
    return "\n".join(lines)


def summary(results: Sequence[Result]) -> str:
    """The last lines: how many scripts passed, were skipped and failed, and of what."""
    count = {verdict: sum(r.verdict == verdict for r in results) for verdict in (PASSED, SKIPPED, *_EXPLAIN)}
    lines = [f"{verdict} {count[verdict]}: {why}" for verdict, why in _EXPLAIN.items() if count[verdict]]
    failures = sum(result.failed for result in results)
    lines.append(
        f"{len(results)} runs of scripts: {count[PASSED]} passed, {count[SKIPPED]} skipped, {failures} failed"
    )
    return "\n".join(lines)


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description="Run the security suite of objcap.")
    parser.add_argument("--python", action="append", metavar="PATH", help="interpreter to test (repeatable)")
    parser.add_argument(
        "--class", dest="group", metavar="NAME", help="only scripts of the folders called NAME"
    )
    parser.add_argument("-k", dest="text", metavar="TEXT", help="only scripts with TEXT in their names")
    parser.add_argument("--json", nargs="?", const="-", metavar="FILE", help="write the results as JSON")
    parser.add_argument(
        "-j", dest="jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="run N at once"
    )
    parser.add_argument(
        "--plain", action="store_true", help="only prove that the attacks work on plain Python"
    )
    parser.add_argument(
        "--tests", type=Path, default=ROOT / "tests", metavar="DIR", help="other scripts than tests/"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="show what the scripts print")
    options = parser.parse_args(argv)
    if options.jobs < 1:
        parser.error("-j must be at least 1")
    return options


def main(argv: Sequence[str] | None = None) -> int:
    """Run the scripts that `argv` chooses; return the exit status."""
    options = parse_arguments(argv)
    report = sys.stderr if options.json == "-" else sys.stdout
    scripts = discover(options.tests, options.group, options.text)
    chosen = options.group is not None or options.text is not None
    kinds = {script.kind for script in scripts}
    missing = (
        ["succeed", "fail"] if not kinds else [] if chosen or options.plain else {"succeed", "fail"} - kinds
    )
    if missing:
        print(f"no script under {options.tests}: {' or '.join(sorted(missing))}", file=sys.stderr)
        return 1
    try:
        needs = frozenset().union(*(script.needs for script in scripts))
        interpreters = [probe(path, needs) for path in options.python or [sys.executable]]
        for python in interpreters:
            if not python.objcap and not options.plain:
                raise CannotRun(f"{python.path} has no objcap: install it first (README.md), or use --plain")
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    width = max(len(script.name) for script in scripts)
    results: list[Result] = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        jobs = [
            pool.submit(check_script, script, python, options.plain)
            for python in interpreters
            for script in scripts
        ]
        for job in jobs:
            results.append(job.result())
            print(show(results[-1], width, options.verbose), file=report, flush=True)
    print(summary(results), file=report)
    if options.json:
        text = json.dumps([asdict(result) for result in results], indent=1) + "\n"
        if options.json == "-":
            sys.stdout.write(text)
        else:
            Path(options.json).write_text(text, encoding="utf-8")
    if all(result.verdict == SKIPPED for result in results):
        print("every script was skipped", file=sys.stderr)
        return 1
    return 1 if any(result.failed for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
