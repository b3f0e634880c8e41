"""A host application that hands out a folder, and runs a guest script.

    python tests/files_harness.py [--no-lockdown | --sandbox] SCRIPT

``run_security_tests.py`` starts it for scripts with ``Harness: files``. Without the lockdown they get the
naive implementation below, whose paths are put together with ``os.path.join``; with it, and in a sandbox, an
``objcap.caps.Directory``. Every secret contains the value of ``OBJCAP_TEST_SECRET``.

=====================  ===================================================================================
``folder``             may read, write, create and delete; 10,000 bytes, 20 files, 8 open ones
``reader``             the same folder, for reading
``open``               as_open({"data": reader, "out": folder})
``outside()``          the text of the file beside the folder, and the names that are beside it
``tamper(seconds)``    a process of the host swaps ``swap`` between a folder and a symbolic link for so long
=====================  ===================================================================================

The folder holds ``public.txt``, ``sub/inner.txt``, ``hard``, another name of the file outside, and the
symbolic links ``link`` (to public.txt), ``out`` and ``abs`` (to the file outside) and ``outdir`` (to a folder
outside); ``fifo``, into which a process of the host writes a secret; and ``swap``.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
from typing import Any

TOKEN = os.environ.get("OBJCAP_TEST_SECRET", "host-secret-by-hand")
BASE = tempfile.mkdtemp(prefix="objcap-host-path-")
HOME = os.path.join(BASE, "home")
atexit.register(subprocess.run, ["rm", "-rf", BASE], check=False)


def prepare() -> None:
    """Make the folders."""
    os.makedirs(os.path.join(HOME, "sub"))
    os.mkdir(os.path.join(BASE, "beside"))
    texts = {
        "home/public.txt": "public",
        "home/sub/inner.txt": "inner",
        "secret.txt": TOKEN,
        "beside/secret.txt": TOKEN,
        "beside/inner.txt": TOKEN,
    }
    for name, text in texts.items():
        with open(os.path.join(BASE, name), "w", encoding="utf-8") as file:
            file.write(text)
    os.link(os.path.join(BASE, "secret.txt"), os.path.join(HOME, "hard"))
    os.symlink("public.txt", os.path.join(HOME, "link"))
    os.symlink("../secret.txt", os.path.join(HOME, "out"))
    os.symlink("../beside", os.path.join(HOME, "outdir"))
    os.symlink(os.path.join(BASE, "secret.txt"), os.path.join(HOME, "abs"))
    os.symlink("sub", os.path.join(HOME, "swap"))
    os.mkfifo(os.path.join(HOME, "fifo"))


def start(*command: str) -> None:
    """A process of the host, which ends with it."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    atexit.register(process.kill)


def outside() -> tuple[str, list[str]]:
    """The file beside the folder, without the secret's value, and what is beside it."""
    with open(os.path.join(BASE, "secret.txt"), encoding="utf-8") as file:
        text = file.read().replace(TOKEN, "untouched")
    return text, sorted(os.listdir(BASE)) + sorted(os.listdir(os.path.join(BASE, "beside")))


_SWAP = """
import os, sys, time
home, end = sys.argv[1], time.monotonic() + float(sys.argv[2])
while time.monotonic() < end:
    for target in ("../beside", "sub"):
        os.symlink(target, home + "/swap.new")
        os.rename(home + "/swap.new", home + "/swap")
"""


def tamper(seconds: float) -> None:
    """Swap the link in a process of its own."""
    start(sys.executable, "-c", _SWAP, HOME, str(min(float(seconds), 5.0)))


class Naive:
    """What somebody writes in five minutes."""

    def __init__(self, root: str) -> None:
        self.root = root

    def _path(self, path: Any) -> str:
        return os.path.join(self.root, path)

    def open(self, path: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
        return open(self._path(path), mode, *rest, **options)

    def listdir(self, path: Any = ".") -> list[str]:
        return os.listdir(self._path(path))

    def exists(self, path: Any) -> bool:
        return os.path.exists(self._path(path))

    def stat(self, path: Any) -> Any:
        found = os.stat(self._path(path))
        return {name: getattr(found, name) for name in dir(found) if name.startswith("st_")}

    def mkdir(self, path: Any) -> None:
        os.mkdir(self._path(path))

    def remove(self, path: Any) -> None:
        os.remove(self._path(path))

    def rmdir(self, path: Any) -> None:
        os.rmdir(self._path(path))

    def rename(self, old: Any, new: Any) -> None:
        os.rename(self._path(old), self._path(new))

    def sub(self, path: Any, **rights: Any) -> Naive:
        return Naive(self._path(path))


def naive_open(file: Any, mode: str = "r", *rest: Any, **options: Any) -> Any:
    """A builtin open() with its folders in front."""
    if isinstance(file, str):
        for prefix in ("data/", "out/"):
            if file.startswith(prefix):
                file = os.path.join(HOME, file[len(prefix) :])
    return open(file, mode, *rest, **options)


def main(arguments: list[str]) -> None:
    """Hand the folder out, and run the script that `arguments` name."""
    *flags, path = arguments
    with open(path, encoding="utf-8") as file:
        source = file.read()
    prepare()
    start("sh", "-c", 'while :; do printf %s "$1" > "$2"; done', "sh", TOKEN, os.path.join(HOME, "fifo"))
    functions = {"outside": outside, "tamper": tamper}
    if "--no-lockdown" in flags:
        home = Naive(HOME)
        names: dict[str, Any] = {"folder": home, "reader": home, "open": naive_open, **functions}
        exec(compile(source, path, "exec"), {"__name__": "__main__", **names})
        return
    import objcap
    from objcap import caps

    folder = caps.Directory(
        HOME, write=True, create=True, delete=True, quota_bytes=10_000, quota_files=20, open_files=8
    )
    reader = folder.sub(read_only=True)
    names = {
        "folder": folder,
        "reader": reader,
        "open": caps.as_open({"data": reader, "out": folder}),
        **functions,
    }
    if "--sandbox" in flags:
        with objcap.Sandbox(grant=names, wall=50) as box:
            result = box.run(source)
            sys.stdout.write(result.stdout)
            sys.stderr.write(result.stderr)
        return
    granted = {name: objcap.capability(value, name) for name, value in names.items() if name != "open"}
    objcap.lockdown(objcap.Policy(open=names["open"]))
    exec(compile(source, path, "exec"), {"__name__": "__main__", **granted})


if __name__ == "__main__":
    main(sys.argv[1:])
