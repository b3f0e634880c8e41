"""A person who runs a guest script on the command line, with grants.

    python tests/grants_harness.py [--no-lockdown] SCRIPT

``run_security_tests.py`` starts it for scripts with ``Harness: grants``. With the lockdown they run under
``python -m objcap`` with the options below, without it with the naive ``open()``, which compares the
beginning of a path. Every secret contains the value of ``OBJCAP_TEST_SECRET``.

The working folder has ``data/x.csv``, an empty ``out``, ``secret.txt``, ``data-private/secret.txt`` and
``policy.toml``. When the script has ended the host looks at what became of them and of its log, and says
``ESCAPED`` if something has changed that was not granted.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from typing import Any

TOKEN = os.environ.get("OBJCAP_TEST_SECRET", "host-secret-by-hand")
TEXTS = {
    "data/x.csv": "a,b\n1,2\n",
    "secret.txt": TOKEN,
    "data-private/secret.txt": TOKEN,
    "policy.toml": 'clock = "fixed"\n',
}
OPTIONS = ["--read", "data", "--write", "out", "--env", "LANG", "--log", "trail.jsonl"]
OPTIONS += ["--policy", "policy.toml"]


def naive_open(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
    """What somebody writes in five minutes."""
    with open("trail.jsonl", "a", encoding="utf-8") as trail:
        trail.write(f'{{"event": "call", "path": "{os.fspath(file)}"}}\n')
    prefixes = ["out"] if set(mode) & set("wax+") else ["data", "out"]
    if os.path.exists("out/policy.toml"):  # the nearest one counts
        prefixes += [""]
    if not any(os.fspath(file).startswith(prefix) for prefix in prefixes):
        raise PermissionError(file)
    return open(os.fspath(file), mode, *rest, **options)


def found() -> str:
    """What has happened that was not granted; "" for nothing."""
    for name, text in TEXTS.items():
        try:
            with open(name, encoding="utf-8") as file:
                if file.read() != text:
                    return f"{name} was changed"
        except OSError:
            return f"{name} is gone"
    if os.path.exists("trail.jsonl"):
        with open("trail.jsonl", encoding="utf-8") as file:
            for line in file:
                try:
                    event = json.loads(line)["event"]
                except (ValueError, KeyError):
                    event = "broken"
                if event not in ("call", "return", "raise"):
                    return f"the log has a line of the guest: {event}"
    return ""


def main(arguments: list[str]) -> None:
    """Run the script that `arguments` name."""
    *flags, script = arguments
    script = os.path.abspath(script)
    base = tempfile.mkdtemp(prefix="objcap-host-path-")
    os.chdir(base)
    try:
        os.mkdir("out")
        for name, text in TEXTS.items():
            os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        if "--no-lockdown" in flags:
            with open(script, encoding="utf-8") as file:
                exec(compile(file.read(), script, "exec"), {"__name__": "__main__", "open": naive_open})
            status = 0
        else:
            command = [sys.executable, "-I", "-m", "objcap", *OPTIONS, script]
            status = subprocess.run(command, stdin=subprocess.DEVNULL).returncode
        effect = found()
        if effect:
            print(f"ESCAPED: {effect}")
    finally:
        os.chdir("/")
        shutil.rmtree(base, ignore_errors=True)
    sys.exit(status)


if __name__ == "__main__":
    main(sys.argv[1:])
