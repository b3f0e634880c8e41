"""The guest's files, when the host has granted an open(): builtins.open, io.open and the functions of os.

Guest code without power: all that it does goes through the capability, which takes paths as they are.
"""

from __future__ import annotations

import builtins
import io
import os
import sys

import _objcap_refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

# What the host opens as text by itself; for anything else there is _pyio.TextIOWrapper.
_FAST = frozenset("utf-8 utf8 locale latin-1 latin1 iso-8859-1 ascii us-ascii".split())
_ERRORS = (None, "strict", "replace", "ignore", "surrogateescape")
# Modules that took the refusing open() when they were imported.
_TAKEN = (("tokenize", "_builtin_open"), ("bz2", "_builtin_open"), ("_pyio", "open"), ("_io", "open"))
_KINDS = {"file": 0o100644, "directory": 0o040755}


def is_open(granted: Any) -> bool:
    """Is that a capability that the host has made by as_open()?"""
    return type(granted).__name__ == "Capability" and {"scandir", "stat", "rename"} <= {*dir(granted)}


def _plain(path: Any) -> str | bytes:
    """An exact str or bytes for a path."""
    path = os.fspath(path)
    return "".join((path,)) if isinstance(path, str) else bytes(path)


def _named(error: OSError, *paths: Any) -> OSError:
    """The error with its file name, as open() raises it."""
    text = error.strerror
    shown = f": {_plain(paths[0])!r}"
    if error.errno is None or text is None:
        return error
    if text.endswith(shown):
        text = text[: -len(shown)]
    return OSError(error.errno, text, paths[0])


def install(granted: Any) -> Callable[..., Any]:
    """Put it in the place of what refuses; the open() that the guest gets."""

    def open(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        """Open a file that the host has granted."""
        if isinstance(file, int) or not closefd or opener is not None:
            raise PermissionError("objcap: a guest opens files by their names: it has no descriptors")
        path = _plain(file)
        binary = isinstance(mode, str) and "b" in mode
        wrap = not binary and (
            (encoding is not None and str(encoding).lower().replace("_", "-") not in _FAST)
            or errors not in _ERRORS
        )
        try:
            if not wrap:
                return _usable(granted(path, mode, buffering, encoding, errors, newline))
            if buffering == 0:
                raise ValueError("can't have unbuffered text I/O")
            raw = _usable(granted(path, mode.replace("t", "") + "b"))
        except OSError as error:
            raise _named(error, file) from None
        try:
            text = io.TextIOWrapper(raw, encoding, errors, newline, buffering == 1)
        except BaseException:
            raw.close()
            raise
        text.mode = mode
        return text

    open.__qualname__, open.__module__ = "open", "io"

    def through(method: str) -> Callable[..., Any]:
        """A function of os with one path."""
        ask = getattr(granted, method)

        def function(path: Any, *ignored: Any, dir_fd: None = None, **more: Any) -> Any:
            if dir_fd is not None:
                raise NotImplementedError("dir_fd unavailable")
            try:
                return ask(_plain(path))
            except OSError as error:
                raise _named(error, path) from None

        function.__name__ = function.__qualname__ = method
        return function

    def stat(path: Any, *, dir_fd: None = None, follow_symlinks: bool = True) -> os.stat_result:
        """Kind, size and times of a file; the rest is made up."""
        told = looked(path, dir_fd=dir_fd)
        times = [told[f"{name}_ns"] for name in ("atime", "mtime", "ctime")]
        more = {f"st_{name}time": time / 1e9 for name, time in zip("amc", times, strict=True)}
        more |= {f"st_{name}time_ns": time for name, time in zip("amc", times, strict=True)}
        mode = _KINDS.get(told["kind"], 0)
        whole = [time // 10**9 for time in times]
        return os.stat_result((mode, 0, 0, 1, 0, 0, told["size"], *whole), more)

    def scandir(path: Any = ".") -> _Scan:
        """The entries of a folder."""
        return _Scan(path, listed(path), stat)

    def listdir(path: Any = ".") -> list[Any]:
        """The names in a folder."""
        names = [name for name, _ in listed("." if path is None else path)]
        return [os.fsencode(name) for name in names] if isinstance(os.fspath(path or "."), bytes) else names

    def rename(src: Any, dst: Any, *, src_dir_fd: None = None, dst_dir_fd: None = None) -> None:
        """Rename a file or folder."""
        try:
            granted.rename(_plain(src), _plain(dst))
        except OSError as error:
            raise _named(error, src) from None

    def makedirs(name: Any, mode: int = 0o777, exist_ok: bool = False) -> None:
        """Make a folder, and those above it."""
        head, tail = os.path.split(name)
        if not tail:
            head, tail = os.path.split(head)
        if head and tail and not os.path.exists(head):
            makedirs(head, exist_ok=True)
        try:
            mkdir(name)
        except OSError:
            if not exist_ok or not os.path.isdir(name):
                raise

    def access(path: Any, mode: int, **more: Any) -> bool:
        """Is it there? What is permitted an open() tells."""
        return os.path.exists(path)

    def walk(top: Any, topdown: bool = True, onerror: Any = None, followlinks: bool = False) -> Iterator[Any]:
        """Every folder below one, with the names of folders and files in it."""
        try:
            entries = listed(top)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            return
        folders = [name for name, kind in entries if kind == "directory"]
        files = [name for name, kind in entries if kind != "directory"]
        if topdown:
            yield top, folders, files
        for name in folders:
            yield from walk(os.path.join(top, name), topdown, onerror, followlinks)
        if not topdown:
            yield top, folders, files

    looked, listed, mkdir = through("stat"), through("scandir"), through("mkdir")
    remove, rmdir = through("remove"), through("rmdir")
    functions = {
        **{"stat": stat, "lstat": stat, "scandir": scandir, "listdir": listdir, "walk": walk},
        **{"mkdir": mkdir, "makedirs": makedirs, "remove": remove, "unlink": remove, "rmdir": rmdir},
        **{"rename": rename, "replace": rename, "access": access},
    }
    vars(os).update(functions)
    builtins.open = io.open = open  # type: ignore[assignment]
    for module, name in _TAKEN:
        if module in sys.modules:
            setattr(sys.modules[module], name, open)
    _objcap_refuse.files = True
    return open


class _Asked:
    """A file that stays with the host: a capability that is called for each read and write."""

    def __init__(self, cap: Any, about: dict[str, Any]) -> None:
        self._cap = cap
        self._open = True
        self._about = about

    def _ask(self, method: str, *args: Any) -> Any:
        if not self._open:
            raise ValueError("I/O operation on closed file.")
        return getattr(self._cap, method)(*args)

    def read(self, size: int | None = -1) -> Any:
        return self._ask("read", -1 if size is None else size)

    def readline(self, size: int | None = -1) -> Any:
        return self._ask("readline", -1 if size is None else size)

    def write(self, data: Any) -> int:
        return self._ask("write", data if isinstance(data, str) else bytes(data))

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._ask("seek", offset, whence)

    def tell(self) -> int:
        return self._ask("tell")

    def truncate(self, size: int | None = None) -> int:
        return self._ask("truncate", size)

    def flush(self) -> None:
        self._ask("flush")

    def readable(self) -> bool:
        return bool({"r", "+"} & set(self._about["mode"]))

    def writable(self) -> bool:
        return bool(set("wax+") & set(self._about["mode"]))

    def seekable(self) -> bool:
        return True

    @property
    def name(self) -> str:
        return self._about["name"]

    @property
    def closed(self) -> bool:
        return not self._open

    def close(self) -> None:
        """Close it; what was written is complete then."""
        if self._open:
            self._open = False
            self._cap.close()

    def __repr__(self) -> str:
        return f"<file name={self.name!r} mode={self._about['mode']!r}>"


class _AskedText(_Asked, io.TextIOBase):
    """The same for text."""

    encoding = property(lambda self: self._about["encoding"])
    errors = property(lambda self: self._about["errors"])
    mode = property(lambda self: self._about["mode"])


class _AskedBinary(_Asked, io.BufferedIOBase):
    """The same for bytes."""

    mode = property(lambda self: self._about["mode"])

    def read1(self, size: int = -1) -> bytes:
        return self.read(65536 if size < 0 else size)

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


def _usable(file: Any) -> Any:
    """A file object for what the host answers: it is one, or a capability behind something."""
    if type(file).__name__ != "Capability":
        return file
    about = file.about()
    return (_AskedBinary if "b" in about["mode"] else _AskedText)(file, about)


class _Entry:
    """An entry of a folder, as os.scandir() gives it."""

    __slots__ = ("_kind", "_stat", "name", "path")

    def __init__(self, folder: Any, name: str, kind: str, stat: Callable[..., Any]) -> None:
        folder = os.fspath(folder)
        self.name: Any = os.fsencode(name) if isinstance(folder, bytes) else name
        self.path = os.path.join(folder, self.name)
        self._kind = kind
        self._stat = stat

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._kind == "directory"

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return self._kind == "file"

    def is_symlink(self) -> bool:
        return False

    def is_junction(self) -> bool:
        return False

    def inode(self) -> int:
        return 0

    def stat(self, *, follow_symlinks: bool = True) -> Any:
        return self._stat(self.path)

    def __fspath__(self) -> Any:
        return self.path

    def __repr__(self) -> str:
        return f"<DirEntry {self.name!r}>"


class _Scan:
    """The iterator that os.scandir() returns."""

    def __init__(self, folder: Any, listed: list[tuple[str, str]], stat: Callable[..., Any]) -> None:
        self._entries = iter([_Entry(folder, name, kind, stat) for name, kind in listed])

    def __iter__(self) -> _Scan:
        return self

    def __next__(self) -> _Entry:
        return next(self._entries)

    def __enter__(self) -> _Scan:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is open."""
        self._entries = iter(())
