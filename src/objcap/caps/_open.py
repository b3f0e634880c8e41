"""as_open(): folders and files of the host under the name of open(), for programs that know nothing else."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from objcap._objcap import Stream
from objcap.caps._base import Cap
from objcap.caps._paths import _LONGEST, refuse

_NOTHING = {"kind": "directory", "size": 0, "mtime_ns": 0, "atime_ns": 0, "ctime_ns": 0}
_LACKS = "the grant has no "  # how a Directory begins to say which right it has not


def _parts(path: object) -> tuple[str, ...]:
    """The components of a path of a guest's, whose working directory is the root: lexically, as
    os.path.normpath() does it. What is made of it is checked again by the Directory."""
    if type(path) is bytes:
        path = os.fsdecode(path)
    if type(path) is not str:
        raise TypeError(f"a path is a str or bytes, not {type(path).__name__}")
    if "\0" in path:
        raise ValueError("embedded null byte")
    if not path:
        refuse(errno.ENOENT, path)
    if len(path) > _LONGEST:  # a log has all of it
        refuse(errno.ENAMETOOLONG, path)
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return tuple(parts)


class Open(Cap):
    """What as_open() returns: a capability that is called as open() is."""

    _exports = ("scandir", "stat", "mkdir", "remove", "rmdir", "rename")
    _reading = ("__call__", "scandir", "stat")

    def __init__(self, places: Mapping[str, Any], hint: Callable[[str, str], str] | None = None) -> None:
        self._places: dict[tuple[str, ...], Cap] = {}
        for name, cap in places.items():
            if type(name) is not str:
                raise TypeError(f"a place is named by a str, not {name!r}")
            found = Cap.of(cap)
            if found is None or not {"open"} <= set(found._exports):
                raise TypeError(f"place {name!r} takes a Directory or a File, not {cap!r}")
            self._places[_parts(name or "/")] = found
        self._hint = hint

    def _label(self) -> str:
        return "open"

    def _read_only(self) -> Cap:
        from objcap.caps._combine import read_only

        places = {"/" + "/".join(name): read_only(cap) for name, cap in self._places.items()}
        return Open(places, self._hint)

    # ------------------------------------------------------------ places

    def _find(self, path: object, mode: str) -> tuple[Cap, str | None]:
        """Which grant a path belongs to, and the path in it; None: the grant is one file."""
        parts = _parts(path)
        for length in range(len(parts), -1, -1):
            cap = self._places.get(parts[:length])
            if cap is not None and ("stat" in cap._exports or length == len(parts)):
                slash = "/" if os.fsdecode(path).endswith("/") else ""  # type: ignore[arg-type]
                rest = "/".join(parts[length:])
                return cap, (rest + slash if rest else ".") if "stat" in cap._exports else None
        self._refuse(path, mode)

    def _refuse(self, path: object, mode: str) -> NoReturn:
        """PermissionError that says what to give."""
        if self._hint is not None:
            why = self._hint(os.fsdecode(path), mode)  # type: ignore[arg-type]
        else:
            granted = ", ".join(repr("/".join(name) or "/") for name in self._places) or "nothing"
            why = f"no grant covers the path (granted: {granted})"
        refuse(errno.EACCES, path, f"Permission denied, {why}")

    def _inside(self, path: object) -> list[str] | None:
        """What a folder holds that exists only because places are below it; None if it is no such folder."""
        parts = _parts(path)
        below = {
            name[len(parts)]
            for name in self._places
            if len(name) > len(parts) and name[: len(parts)] == parts
        }
        return sorted(below) if below and parts not in self._places else None

    def _told(self, path: object, mode: str, error: OSError) -> NoReturn:
        """An error of a Directory, in the words of the guest's path and of the hint."""
        text = error.strerror or ""
        if self._hint is not None and _LACKS in text:
            self._refuse(path, mode)
        why = text.partition(": ")[0] if error.errno else str(error)
        refuse(error.errno or errno.EACCES, path, why)

    def _at(self, path: object, mode: str, method: str, *args: Any) -> Any:
        """Call a method of the grant that a path belongs to."""
        cap, rest = self._find(path, mode)
        try:
            if rest is None and method != "open":
                refuse(errno.EACCES, path)
            result = cap._method(method)(*(() if rest is None else (rest,)), *args)
        except OSError as error:
            self._told(path, mode, error)
        if type(result) is Stream:
            result.name = os.fsdecode(path)  # type: ignore[arg-type]
        return result

    # ------------------------------------------------------------ what a guest calls

    def __call__(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: None = None,
    ) -> Any:
        """Open a file, as open() does. The encoding is UTF-8, if none is named. No descriptors, no opener."""
        if isinstance(file, int) or not closefd or opener is not None:
            raise PermissionError("objcap: a guest opens files by their names: it has no descriptors")
        if type(mode) is not str:
            raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
        if self._inside(file) is not None:
            refuse(errno.EISDIR, file)
        return self._at(file, mode, "open", mode, buffering, encoding, errors, newline)

    def scandir(self, path: str | bytes = ".") -> list[tuple[str, str]]:
        """The names in a folder, each with "file", "directory" or "other"."""
        inside = self._inside(path)
        if inside is None:
            found: list[tuple[str, str]] = self._at(path, "r", "scandir")
            return found
        base = "/" + "/".join(_parts(path))
        return [(name, self.stat(f"{base}/{name}")["kind"]) for name in inside]

    def stat(self, path: str | bytes) -> dict[str, Any]:
        """Size, times in nanoseconds, and the kind."""
        if self._inside(path) is not None:
            return dict(_NOTHING)
        cap, rest = self._find(path, "r")
        if rest is None:
            return {**_NOTHING, "kind": "file", **getattr(cap, "_looks", dict)()}
        found: dict[str, Any] = self._at(path, "r", "stat")
        return found

    def mkdir(self, path: str | bytes) -> None:
        """Make a folder."""
        self._at(path, "w", "mkdir")

    def remove(self, path: str | bytes) -> None:
        """Remove a file."""
        self._at(path, "w", "remove")

    def rmdir(self, path: str | bytes) -> None:
        """Remove a folder that is empty."""
        self._at(path, "w", "rmdir")

    def rename(self, old: str | bytes, new: str | bytes) -> None:
        """Rename a file or folder, within one grant."""
        cap, rest = self._find(old, "w")
        other, target = self._find(new, "w")
        if cap is not other or rest is None or target is None:
            refuse(errno.EXDEV, old)
        try:
            cap._method("rename")(rest, target)
        except OSError as error:
            self._told(old, "w", error)


def as_open(places: Any, *, hint: Callable[[str, str], str] | None = None) -> Open:
    """What to grant as `open`: a builtin open() that is limited to what is given.

    places: a Directory, which the guest sees as its working directory and its root; or a dict of prefixes
        and Directories or Files: {"data": d1, "out": d2}. A prefix may be absolute. Paths without a "/"
        before them count from the root.
    hint: called with (path, mode) for a path that nothing covers; what the error is to say.

    In a sandbox that it is granted to under the name `open`, and behind objcap.lockdown() with
    Policy(open=...), the guest's builtins.open, io.open, pathlib, and the functions of os for files use it.
    """
    return Open(places if isinstance(places, Mapping) else {"/": places}, hint)
