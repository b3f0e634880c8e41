"""A build step that may read the sources and write one directory: python examples/caps_build_step.py

The step is somebody else's script, with plain `open()`, `os` and `pathlib`. It runs on the command line as

    python -I -m objcap --read source --write output --clock fixed --log trail.jsonl build.py

and knows nothing of that. What the options do not name is not there for it: other files, the network, the
environment, programs, the time of day. So the same sources give the same bytes. examples/caps_build_step
has the step, a hostile one, and the sources; they are copied into a folder of their own, beside a secret.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FILES = Path(__file__).resolve().parent / "caps_build_step"
OPTIONS = ["--read", "source", "--write", "output", "--clock", "fixed", "--log", "trail.jsonl"]


def build(step: str, home: Path) -> dict[str, bytes]:
    """Run a step in `home`, show what it prints, and return what is in the output directory."""
    shutil.rmtree(home / "output", ignore_errors=True)
    (home / "output").mkdir()
    done = subprocess.run(
        [sys.executable, "-I", "-m", "objcap", *OPTIONS, step],
        cwd=home,
        env={**os.environ, "SIGNING_KEY": "secret"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    print(done.stdout, end="")
    if done.returncode:
        print(f"{step}: status {done.returncode}: {done.stderr.splitlines()[-1]}")
    return tree(home / "output")


def tree(folder: Path) -> dict[str, bytes]:
    """The files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        shutil.copytree(FILES, home, dirs_exist_ok=True)
        (home / "signing-key.txt").write_text("secret")
        sources = tree(home / "source")

        first = build("build.py", home)
        print("made:", ", ".join(sorted(first)))
        print("a second run gives the same bytes:", build("build.py", home) == first)
        calls = [json.loads(line) for line in (home / "trail.jsonl").read_text().splitlines()]
        opened = [call["args"][0].strip("'") for call in calls if call["name"] == "open" and "args" in call]
        print(f"in the log: {len(opened)} calls of open() in two runs, the first of {opened[0]}")
        print("---")
        build("hostile.py", home)
        print("---")
        print("the sources are as they were:", tree(home / "source") == sources)
        print("beside them:", ", ".join(sorted(path.name for path in home.iterdir())))


if __name__ == "__main__":
    main()
