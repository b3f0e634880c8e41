"""What a policy grants by name: folders, hosts, variables. `--read`, `--write`, `--net` and `--env` say so on
the command line, the fields of objcap.Policy do in an application.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from typing import Any

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


def names_of(path: str) -> tuple[str, ...]:
    """How a guest may name a path of the host: as it was given, from the working folder, and from the root of
    the machine. The guest's own working folder is its root."""
    whole = os.path.abspath(path)
    short = os.path.relpath(whole)
    names = (path, whole) if short.startswith("..") else (path, whole, short)
    return tuple(dict.fromkeys(names))


def place_for(path: str, write: bool) -> Cap:
    """The capability for a path: a folder with all that is below it, or one file. OSError."""
    if os.path.isdir(path):
        return Directory(path, write=write, create=write, delete=write)
    return File(path, "r+" if write else "r")


def places(read: tuple[str, ...], write: tuple[str, ...]) -> dict[str, Cap]:
    """The grants of files by the names that a guest has for them.

    Raises OSError for what is not there, ValueError for two paths that a guest would call the same.
    """
    found: dict[tuple[str, ...], tuple[str, Cap]] = {}
    for path in dict.fromkeys((*write, *read)):
        cap = place_for(path, path in write)
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
    return f"nothing grants it: {option} {path} does, {option} {folder} for all of its folder"


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
        rules += [(os.fsencode(os.path.realpath(path)), _WRITE) for path in write]
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


def checked_names(values: Mapping[str, Any]) -> None:
    """ValueError for a variable's name that cannot be one."""
    for name in values:
        if "=" in name or "\0" in name or not name:
            raise ValueError(f"{name!r} is no name of an environment variable")
