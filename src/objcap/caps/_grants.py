"""What a policy grants by name: folders, hosts, variables. `--read`, `--write`, `--net` and `--env` say so on
the command line, the fields of objcap.Policy do in an application.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import objcap
from objcap import _objcap, kernel
from objcap.caps._base import Cap
from objcap.caps._combine import _Log
from objcap.caps._files import Directory, File
from objcap.caps._open import Open, _parts
from objcap.caps._wrap import Call, Gate

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# Landlock's rights: what reading and writing below a folder takes (linux/landlock.h).
_READ = 1 << 2 | 1 << 3  # READ_FILE, READ_DIR
# WRITE_FILE, REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG, REFER, TRUNCATE
_WRITE = _READ | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13 | 1 << 14

_KERNEL = ("/proc", "/sys", "/dev")
_MODULES = (".py", ".pyc", ".pth", ".so", ".zip")
# What urllib3 imports if it is there.
_OPTIONAL = ("backports", "brotli", "brotlicffi", "h2", "idna", "socks", "urllib3", "zstandard")


def names_of(path: str) -> tuple[str, ...]:
    """How a guest may name a path of the host: as it was given, from the working folder, and from the root of
    the machine. The guest's own working folder is its root."""
    whole = os.path.abspath(path)
    short = os.path.relpath(whole)
    names = (path, whole) if short.startswith("..") else (path, whole, short)
    return tuple(dict.fromkeys(names))


def place_for(path: str, write: bool) -> Cap:
    """The capability for a path: a folder with all that is below it, or one file, which need not exist if it
    is to be written. OSError."""
    if os.path.isdir(path):
        return Directory(path, write=write, create=write, delete=write)
    if path.endswith("/"):
        raise OSError(errno.ENOENT, os.strerror(errno.ENOENT))
    return File(path, "w+" if write else "r")


def within(path: str, folder: str) -> bool:
    """Is an absolute path that folder, or below it?"""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _is_module(name: str) -> bool:
    """Does something import a module of that name, from another folder or if it is there?"""
    if name in sys.stdlib_module_names or name in _OPTIONAL:
        return True
    try:
        found = find_spec(name) if name.isidentifier() else None
    except (ImportError, ValueError):
        return True
    return found is not None and found.origin is not None


def unfit(path: str) -> str | None:
    """Why a path cannot be granted for writing; None if it can.

    The broker imports modules when it needs them: who writes where they come from is the host. What is
    written to files of the kernel acts.
    """
    real = os.path.realpath(path)
    if any(within(real, folder) for folder in _KERNEL) and not within(real, "/dev/shm"):
        return "these are no files of a disk"
    code = {os.path.dirname(os.__file__), os.path.dirname(objcap.__file__)}
    code |= {folder for folder in sys.path if os.path.basename(folder) in ("site-packages", "dist-packages")}
    if sys.pycache_prefix is not None:
        code.add(sys.pycache_prefix)
    for folder in (*code, sys.prefix, sys.exec_prefix, sys.base_prefix, *sys.path):
        own = os.path.realpath(folder)
        if within(own, real) or (folder in code and within(real, own)):
            return f"this process has its modules in {own!r}"
        if os.path.dirname(real) == own and real.endswith(_MODULES):
            return f"it would be a module of this process, in {own!r}"
        if os.path.dirname(real) == own and _is_module(os.path.basename(real)):
            return f"it would be a module of this process, in {own!r}"
    if "__pycache__" in real.split("/"):
        return "modules are loaded from there"
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and within(os.path.realpath(file), real):
            return f"this process has loaded {file!r} from there"
    return None


def places(read: tuple[str, ...], write: tuple[str, ...]) -> dict[str, Cap]:
    """The grants of files by the names that a guest has for them.

    Raises OSError for what is not there, ValueError for two paths that a guest would call the same, and for a
    folder to write where modules of this process come from.
    """
    found: dict[tuple[str, ...], tuple[str, Cap]] = {}
    for path in write:
        why = unfit(path)
        if why is not None:
            raise ValueError(f"{path!r} cannot be granted for writing: {why}")
    for path in dict.fromkeys((*write, *read)):
        try:
            cap = place_for(path, path in write)
        except OSError as error:
            raise OSError(error.errno, error.strerror, path) from None
        for name in names_of(path):
            parts = _parts(name)
            real, there = os.path.realpath(path), found.get(parts)
            if there is not None and there[0] != real:
                raise ValueError(
                    f"{path!r} and {there[0]!r} have the same name for the guest: give absolute paths"
                )
            found.setdefault(parts, (real, cap))
    return {"/" + "/".join(parts): cap for parts, (_, cap) in found.items()}


def hint(path: str, mode: str) -> str:
    """What an error says of a path that nothing covers, on the command line."""
    option = "--read" if mode in ("r", "rb", "rt") else "--write"
    folder = os.path.dirname(path) or "."
    return f"nothing grants it: {option} {path} does for a file, {option} {folder} for all of its folder"


def nothing(path: str, mode: str) -> str:
    """The same in an application."""
    field = "read" if mode in ("r", "rb", "rt") else "write"
    return f"nothing grants it: Policy({field}=[...]) names the folders"


class Wall:
    """Landlock around the process that serves these grants: it opens what was granted, and nothing else,
    whatever the guest makes it try."""

    def __init__(self, read: tuple[str, ...], write: tuple[str, ...], net: bool) -> None:
        own = {os.path.dirname(os.__file__), sys.prefix, sys.base_prefix, *sys.path}
        rules = [(os.fsencode(os.path.realpath(path)), _READ) for path in (*own, *read) if path]
        rules += [(path, _READ) for path in (*kernel.LIBRARIES, *kernel.ALSO)]
        for path in map(os.path.realpath, write):
            # A file is replaced by another one of its folder: complete or absent.
            folder = path if os.path.isdir(path) else os.path.dirname(path)
            rules.append((os.fsencode(folder), _WRITE))
        if net:  # names, certificates
            rules += [(path, _READ) for path in (b"/etc", b"/usr/share", b"/usr/lib/ssl")]
        self.wall = kernel.broker_wall(tuple(rules), net)
        self.up = False

    def raise_once(self) -> None:
        """Put it up, in the broker: with the first call, before anything is opened for a guest."""
        if not self.up:
            self.up = True
            if self.wall is not None:
                _objcap.wall_apply(self.wall.data())


class _Walled(Gate):
    """Puts the wall up before the first call."""

    native = True  # what is open already needs no call

    def __init__(self, wall: Wall) -> None:
        super().__init__()
        self.wall = wall

    def before(self, call: Call) -> None:
        self.wall.raise_once()


class _Calls(_Log):
    """Records what is asked for; a file that was opened needs no more calls."""

    native = True


class Grants:
    """The capabilities for a policy's fields.

    consent: asks a person for what is not granted; see objcap.caps._consent.
    sink: takes a record of each call, see objcap.caps.logged().

    Raises OSError, ValueError.
    """

    def __init__(
        self,
        read: tuple[str, ...] = (),
        write: tuple[str, ...] = (),
        net: tuple[str, ...] = (),
        env: tuple[str, ...] = (),
        *,
        consent: Any = None,
        sink: Callable[[dict[str, Any]], object] | None = None,
        hint: Callable[[str, str], str] = nothing,
        walled: bool = True,
    ) -> None:
        self.names: dict[str, Any] = {}
        self.wall = Wall(read, write, bool(net)) if walled and consent is None else None
        caps: dict[str, Cap] = {}
        if read or write or consent is not None:
            found = places(read, write)
            caps["open"] = Open(found, hint) if consent is None else consent.open(found)
        if net or (consent is not None and find_spec("urllib3") is not None):
            from objcap.caps._http import Http

            caps["http"] = Http(net, METHODS) if consent is None else consent.http(net, METHODS)
        for name, cap in caps.items():
            if self.wall is not None:
                cap = _Walled(self.wall).behind(cap)
            if sink is not None:
                cap = _Calls(sink, time.time).behind(cap)
            self.names[name] = cap.capability(name)
        environment = {name: os.environ[name] for name in env if name in os.environ}
        if environment:
            self.names["environ"] = environment
