"""Fuzz the paths of objcap.caps.Directory, while threads of the host change what lies under them.

The threads swap folders for symbolic links that lead out, move folders out and back, and put links in the
place of files. Whatever a guest asks for meanwhile, by either way of resolving: nothing of the vault beside
the folder is read, listed, changed or made, and no error names a path of the host.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

NAMES = ["a", "b", "c", "l", "m", "f", "g"]
SECRET = b"the secret of the vault"
ODD = ["..", ".", "", "/", "..//", "\udcff", "x" * 260, ".objcap-1", "a\0", "proc", "\u202e", " ", "a" * 5000]


def prepare(base: str) -> None:
    """A folder to hand out, and the vault beside it."""
    for folder in ("home/a/b/c", "home/b", "home/c", "vault/a/b", "moved"):
        os.makedirs(f"{base}/{folder}")
    for name in ("home/f", "home/a/f", "home/a/b/g", "home/b/f"):
        with open(f"{base}/{name}", "wb") as file:
            file.write(b"inside")
    for name in ("f", "g", "a/f", "a/b/g", "b"):
        with open(f"{base}/vault/{name}", "wb") as file:
            file.write(SECRET)


def state(base: str) -> list[Any]:
    """All of the vault."""
    found: list[Any] = [sorted(os.listdir(base))]
    for top, folders, files in os.walk(f"{base}/vault"):
        found.append((top, sorted(folders), sorted(files)))
        for name in files:
            with open(f"{top}/{name}", "rb") as file:
                found.append((name, file.read()))
    return sorted(map(repr, found))


def folder_of(home: int, chance: random.Random) -> int:
    """A descriptor of a folder in the tree: the host's own programs follow no links here."""
    fd = os.open(".", os.O_RDONLY | os.O_DIRECTORY, dir_fd=home)
    for name in chance.choices(NAMES[:3], k=chance.randrange(3)):
        try:
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
        except OSError:
            break
        os.close(fd)
        fd = inner
    return fd


def tamper(base: str, chance: random.Random, stop: threading.Event) -> None:
    """What the host's other programs do at the same time."""
    own = f"{base}/moved/{threading.get_ident()}"
    home = os.open(f"{base}/home", os.O_RDONLY | os.O_DIRECTORY)
    targets = [
        f"{base}/vault",
        "../vault",
        "../../vault",
        f"{base}/vault/f",
        "../vault/f",
        "a",
        "b",
        ".",
        "..",
        "/",
        "l",
    ]
    while not stop.is_set():
        here, there = folder_of(home, chance), folder_of(home, chance)
        name = chance.choice(NAMES)
        with suppress(OSError):
            match chance.randrange(7):
                case 0 | 1:  # something becomes a link
                    os.symlink(chance.choice(targets), own)
                    with suppress(OSError):
                        os.rename(name, f"{own}-{chance.randrange(10**9)}", src_dir_fd=here)
                    os.rename(own, name, dst_dir_fd=here)
                case 2:  # a folder goes out of the tree and comes back
                    os.rename(name, f"{own}-out", src_dir_fd=here)
                    os.rename(f"{own}-out", chance.choice(NAMES), dst_dir_fd=there)
                case 3:
                    with suppress(OSError):
                        os.unlink(name, dir_fd=here)
                    os.mkdir(name, dir_fd=here)
                case 4:
                    with open(f"{own}-file", "wb") as file:
                        file.write(b"inside")
                    os.rename(f"{own}-file", name, dst_dir_fd=here)
                case 5:
                    os.mkfifo(name, dir_fd=here)
                case _:
                    os.rename(name, chance.choice(NAMES), src_dir_fd=here, dst_dir_fd=there)
        os.close(here)
        os.close(there)
        with suppress(OSError):
            os.unlink(own)
    os.close(home)


def path_of(chance: random.Random) -> str:
    """What a guest may ask for."""
    parts = [
        chance.choice(NAMES if chance.random() < 0.75 else ["..", "."] if chance.random() < 0.7 else ODD)
        for _ in range(chance.randrange(1, 7))
    ]
    return ("/" if chance.random() < 0.03 else "") + "/".join(parts)


def ask(cap: Any, chance: random.Random) -> Any:
    """One question of a guest; what it learns."""
    path = path_of(chance)
    match chance.randrange(9):
        case 0 | 1 | 2:
            return cap.open(path, "rb").read()
        case 3:
            mode = chance.choice(["wb", "ab", "xb", "r+b", "w+b"])
            with cap.open(path, mode) as file:
                seen = file.read() if "+" in mode else b""
                file.write(b"by the guest")
            return seen
        case 4:
            return cap.listdir(path), cap.scandir(path)
        case 5:
            return cap.stat(path)["kind"], cap.exists(path)
        case 6:
            return cap.rename(path, path_of(chance))
        case 7:
            return chance.choice([cap.mkdir, cap.remove, cap.rmdir])(path)
        case _:
            inner = cap.sub(path)
            with suppress(OSError, ValueError):
                return inner.open(path_of(chance), "rb").read(), inner.listdir()
            return None


def fuzz(chance: random.Random, end: float, note: Callable[[bytes], None], threads: int = 2) -> int:
    """Ask until the end; how many questions. AssertionError for a finding."""
    from objcap import caps
    from objcap.caps import _paths

    count = 0
    kernel = _paths._openat2
    while time.monotonic() < end:
        base = tempfile.mkdtemp(prefix="objcap-fuzz-paths-")
        stop = threading.Event()
        tampering: list[threading.Thread] = []
        try:
            prepare(base)
            before = state(base)
            for _ in range(threads):
                own = random.Random(chance.randrange(2**32))
                tampering.append(threading.Thread(target=tamper, args=(base, own, stop)))
                tampering[-1].start()
            cap: Any = caps.Directory(f"{base}/home", write=True, create=True, delete=True).capability()
            for _ in range(2000):
                if time.monotonic() > end:
                    break
                _paths._openat2 = kernel and chance.random() < 0.5
                learned: Any = None
                try:
                    learned = ask(cap, chance)
                except (OSError, ValueError) as error:
                    learned = str(error)
                note(repr(learned).encode()[:1000])
                assert SECRET not in repr(learned).encode(), f"read from the vault: {learned!r:.200}"
                assert base not in repr(learned), f"a path of the host: {learned!r:.200}"
                count += 1
            stop.set()
            for thread in tampering:
                thread.join()
            assert state(base) == before, "the vault has changed"
        finally:
            stop.set()
            for thread in tampering:
                thread.join()
            shutil.rmtree(base, ignore_errors=True)
            _paths._openat2 = kernel
    return count
