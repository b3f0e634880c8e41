"""Directory and File: what a guest may do with files of the host."""

from __future__ import annotations

import errno
import os
import stat
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import objcap
from objcap import _objcap
from objcap.caps._base import Cap
from objcap.caps._paths import Parts, Root, check_regular, parts_of, refuse, reopen, told
from objcap.caps._writing import Account, Pending, Reader, Writer, size_of, sweep

READ, WRITE, APPEND, TEXT, LINES, RAW, KEEP = 1, 2, 4, 8, 16, 32, 64  # OC_FILE_* of src/_objcap/files.h

_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "locale": "utf-8",
    "latin-1": "latin-1",
    "latin1": "latin-1",
    "iso-8859-1": "latin-1",
    "ascii": "ascii",
    "us-ascii": "ascii",
}
_ERRORS = ("strict", "replace", "ignore", "surrogateescape")
_NEWLINES = (None, "", "\n", "\r", "\r\n")


class Mode:
    """What the arguments of open() ask for, checked as io does. ValueError, TypeError."""

    def __init__(
        self,
        mode: object = "r",
        buffering: object = -1,
        encoding: object = None,
        errors: object = None,
        newline: object = None,
    ) -> None:
        if type(mode) is not str:
            raise TypeError(f"mode must be a str, not {type(mode).__name__}")
        if type(buffering) is not int:
            raise TypeError(f"buffering must be an int, not {type(buffering).__name__}")
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None and type(value) is not str:
                raise TypeError(f"{name} must be a str or None, not {type(value).__name__}")
        letters = set(mode)
        if letters - set("rwxabt+") or len(mode) > len(letters):
            raise ValueError(f"invalid mode: {mode!r:.40}")
        if len(letters & set("rwxa")) != 1 or {"t", "b"} <= letters:
            raise ValueError("must have exactly one of create/read/write/append mode, and text or binary")
        self.text = mode
        self.binary = "b" in letters
        if self.binary and not encoding is errors is newline is None:
            raise ValueError("binary mode doesn't take an encoding, errors or newline argument")
        if buffering == 0 and not self.binary:
            raise ValueError("can't have unbuffered text I/O")
        self.kind = (letters & set("rwxa")).pop()
        self.reads = self.kind == "r" or "+" in letters
        self.writes = self.kind != "r" or "+" in letters
        self.flags = (READ if self.reads else 0) | (WRITE if self.writes else 0)
        self.flags |= APPEND if self.kind == "a" else 0
        self.encoding = self.errors = self.newline = None
        if self.binary:
            self.flags |= RAW if buffering == 0 else 0
            return
        self.flags |= TEXT | (LINES if buffering == 1 else 0)
        self.encoding = _ENCODINGS.get(
            "utf-8" if encoding is None else str(encoding).lower().replace("_", "-")
        )
        if self.encoding is None:
            raise LookupError(
                f"encoding {encoding!r:.40}: files are utf-8, latin-1 or ascii here; open it in binary mode, "
                "and put an io.TextIOWrapper around it"
            )
        self.errors = "strict" if errors is None else str(errors)
        if self.errors not in _ERRORS:
            raise LookupError(f"errors {errors!r:.40}: one of {', '.join(_ERRORS)}; see encoding")
        if newline not in _NEWLINES:
            raise ValueError(f"illegal newline value: {newline!r:.40}")
        self.newline = newline

    def stream(self, fd: int, path: object, limit: int | None, control: Any) -> _objcap.Stream:
        """The stream to pass to the guest; it takes the descriptor over."""
        try:
            return _objcap.stream(
                fd,
                self.flags,
                os.fsdecode(path),  # type: ignore[arg-type]
                self.text,
                self.encoding,
                self.errors,
                self.newline,
                limit,
                objcap.capability(control),
            )
        except BaseException:
            os.close(fd)
            raise


class _Tree:
    """A folder with its rights and its account: what a Directory does, without the guest's words."""

    def __init__(self, root: Root, account: Account, rights: frozenset[str]) -> None:
        self.root = root
        self.account = account
        self.rights = rights
        self.swept: set[tuple[int, int]] = set()

    def need(self, right: str, path: object) -> None:
        """PermissionError unless it may."""
        if right not in self.rights:
            refuse(errno.EACCES, path, f"Permission denied, the grant has no {right}=True")

    def open(self, parts: Parts, path: object, mode: Mode) -> _objcap.Stream:
        """Open a file. OSError."""
        if mode.reads:
            self.need("read", path)
        self.account.enter()
        try:
            if not mode.writes:
                fd = self.root.read(parts)
            else:
                with self.root.place(parts, follow=True) as (folder, name):
                    if parts.folder:
                        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
                    pending = self.write(folder, name, path, mode)
        except BaseException:
            self.account.leave()
            raise
        if not mode.writes:
            return mode.stream(fd, path, None, Reader(self.account))
        pending.counted = True
        writer = Writer(pending)  # from here on its end is the end of the file
        return mode.stream(pending.descriptor(mode.reads), path, pending.limit, writer)

    def write(self, folder: int, name: bytes, path: object, mode: Mode) -> Pending:
        """Begin to write a file. OSError."""
        try:
            found: int | None = Root(folder).look([name])  # which is no mount point
        except FileNotFoundError:
            found = None
        try:
            size, bits = 0, None
            if found is None:
                if mode.kind == "r":
                    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
                self.need("create", path)
            elif mode.kind == "x":
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            else:
                info = check_regular(found)
                self.need("write", path)
                bits = info.st_mode & 0o777
                if not os.access(f"/proc/self/fd/{found}", os.W_OK):
                    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
                if mode.kind in "ra":
                    size = info.st_size
            self.sweep(folder)
            pending = Pending(self.account, folder, name, mode.kind == "x")
            try:
                self.account.begin(pending, size)
                if bits is not None:
                    os.fchmod(pending.fd, bits)
                if size and found is not None:
                    source = reopen(found, os.O_RDONLY)
                    try:
                        pending.copy(source, size)
                    finally:
                        os.close(source)
            except BaseException:
                pending.abandon()
                raise
            return pending
        finally:
            if found is not None:
                os.close(found)

    def sweep(self, folder: int) -> None:
        """Once for each folder: remove what a host that died has left."""
        info = os.fstat(folder)
        key = (info.st_dev, info.st_ino)
        if key not in self.swept:
            self.swept.add(key)
            sweep(folder)


@contextmanager
def _entering(account: Account) -> Iterator[None]:
    with account.lock:
        yield


class Directory(Cap):
    """A folder of which a guest gets as much as is said, and nothing outside of it.

    path: the folder; what it is called later does not matter. A symbolic link in the path itself is followed.
    read: may the guest read files, list folders, ask for sizes?
    write: may it write files that exist?
    create: may it make files and folders?
    delete: may it remove and rename files and folders?
    quota_bytes: the most that the sizes of all files in it may add up to, with what is there already.
    quota_files: the most files and folders that there may be in it.
    open_files: the most that guests may have open at once, folders that sub() gave them included.

    A guest's paths are relative to it, with "/" between names. Symbolic links are followed as long as they
    stay in it; mount points are not crossed; only regular files are opened. A file that a guest writes is
    complete or absent: it gets its name when the guest closes it, and is not there if the guest ends before.

    Raises OSError if the folder cannot be opened, TypeError and ValueError for wrong arguments.
    """

    _exports = (
        "open",
        "listdir",
        "scandir",
        "exists",
        "is_file",
        "is_dir",
        "stat",
        "mkdir",
        "remove",
        "rmdir",
        "rename",
        "sub",
    )
    _reading = ("open", "listdir", "scandir", "exists", "is_file", "is_dir", "stat", "sub")

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        read: bool = True,
        write: bool = False,
        create: bool = False,
        delete: bool = False,
        quota_bytes: int | None = None,
        quota_files: int | None = None,
        open_files: int = 64,
    ) -> None:
        rights = {"read": read, "write": write, "create": create, "delete": delete}
        for name, value in rights.items():
            if type(value) is not bool:
                raise TypeError(f"{name} must be a bool, not {value!r}")
        limits = {"quota_bytes": quota_bytes, "quota_files": quota_files, "open_files": open_files}
        for name, number in limits.items():
            if type(number) is not int and (number is not None or name == "open_files"):
                raise TypeError(f"{name} must be an int, not {number!r}")
            if number is not None and number < 0:
                raise ValueError(f"{name} must not be negative: {number}")
        fd = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, fd).atexit = False
        account = Account(fd, quota_bytes, quota_files, open_files)
        self._become(_Tree(Root(fd), account, frozenset(name for name in rights if rights[name])))

    def _become(self, tree: _Tree) -> None:
        self._tree = tree

    def __repr__(self) -> str:
        return f"<objcap.caps.Directory, {', '.join(sorted(self._tree.rights)) or 'nothing'}>"

    # ------------------------------------------------------------ files

    def open(
        self,
        path: str | bytes,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
    ) -> Any:
        """Open a file, as open() does. The encoding is UTF-8, if none is named.

        Raises OSError; ValueError and LookupError for what cannot be.
        """
        wanted = Mode(mode, buffering, encoding, errors, newline)
        parts = parts_of(path)
        with told(path):
            return self._tree.open(parts, path, wanted)

    # ------------------------------------------------------------ looking

    def listdir(self, path: str | bytes = ".") -> list[str]:
        """The names in a folder, in any order."""
        parts = parts_of(path)
        with told(path):
            self._tree.need("read", path)
            return [os.fsdecode(name) for name in self._tree.root.listing(parts)]

    def scandir(self, path: str | bytes = ".") -> list[tuple[str, str]]:
        """The names in a folder, each with "file", "directory" or "other"."""
        parts = parts_of(path)
        with told(path):
            self._tree.need("read", path)
            return [
                (os.fsdecode(name), self._kind([*parts, name])) for name in self._tree.root.listing(parts)
            ]

    def _kind(self, parts: list[bytes]) -> str:
        try:
            with self._tree.root.found(parts) as fd:
                return _kind_of(os.fstat(fd).st_mode)
        except OSError:
            return "other"

    def _is(self, path: str | bytes, *kinds: str) -> bool:
        try:
            parts = parts_of(path)
        except (OSError, ValueError):
            return False
        self._tree.need("read", path)
        return self._kind(parts) in kinds and not (parts.folder and "file" in kinds)

    def exists(self, path: str | bytes) -> bool:
        """Is there something that can be reached? A path that leads out is not."""
        try:
            self.stat(path)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return False
        except OSError:
            self._tree.need("read", path)
            return False
        return True

    def is_file(self, path: str | bytes) -> bool:
        """Is it a regular file?"""
        return self._is(path, "file")

    def is_dir(self, path: str | bytes) -> bool:
        """Is it a folder?"""
        return self._is(path, "directory")

    def stat(self, path: str | bytes) -> dict[str, Any]:
        """Size in bytes, times in nanoseconds since 1970, and the kind: "file", "directory", "other"."""
        parts = parts_of(path)
        with told(path):
            self._tree.need("read", path)
            with self._tree.root.found(parts) as fd:
                info = os.fstat(fd)
            kind = _kind_of(info.st_mode)
            if parts.folder and kind != "directory":
                raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            return {
                "kind": kind,
                "size": info.st_size if kind == "file" else 0,
                "mtime_ns": info.st_mtime_ns,
                "atime_ns": info.st_atime_ns,
                "ctime_ns": info.st_ctime_ns,
            }

    # ------------------------------------------------------------ changing

    def mkdir(self, path: str | bytes) -> None:
        """Make a folder."""
        parts = parts_of(path)
        tree = self._tree
        with told(path), tree.root.place(parts) as (folder, name):
            tree.need("create", path)
            with _entering(tree.account):
                if size_of(folder, name) is None:
                    tree.account.entry()
                os.mkdir(name, dir_fd=folder)
                tree.account.changed(0, 1)

    def remove(self, path: str | bytes) -> None:
        """Remove a file, or a symbolic link."""
        parts = parts_of(path)
        tree = self._tree
        with told(path), tree.root.place(parts) as (folder, name):
            tree.need("delete", path)
            if parts.folder:
                raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            with _entering(tree.account):
                size = size_of(folder, name)
                os.unlink(name, dir_fd=folder)
                tree.account.changed(-(size or 0), -1)

    def rmdir(self, path: str | bytes) -> None:
        """Remove a folder that is empty."""
        parts = parts_of(path)
        tree = self._tree
        with told(path), tree.root.place(parts) as (folder, name):
            tree.need("delete", path)
            with _entering(tree.account):
                os.rmdir(name, dir_fd=folder)
                tree.account.changed(0, -1)

    def rename(self, old: str | bytes, new: str | bytes) -> None:
        """Rename a file or folder; a file that has the new name is replaced."""
        parts, others = parts_of(old), parts_of(new)
        tree = self._tree
        with told(old), tree.root.place(parts) as (folder, name):
            tree.need("delete", old)
            with told(new), tree.root.place(others) as (target, other), _entering(tree.account):
                before = size_of(target, other)
                tree.need("create" if before is None else "write", new)
                same = size_of(folder, name) is not None and _same(folder, name, target, other)
                os.rename(name, other, src_dir_fd=folder, dst_dir_fd=target)
                if before is not None and not same:
                    tree.account.changed(-before, -1)

    # ------------------------------------------------------------ less of it

    def sub(
        self,
        path: str | bytes = ".",
        *,
        read: bool = True,
        write: bool = True,
        create: bool = True,
        delete: bool = True,
        read_only: bool = False,
    ) -> Directory:
        """A folder in it as a Directory of its own, with the same quotas and no more rights."""
        parts = parts_of(path)
        asked = {"read": read, "write": write, "create": create, "delete": delete}
        kept = {name for name in asked if asked[name]} if not read_only else {"read"}
        tree = self._tree
        with told(path):
            fd = tree.root.look(parts)
            if not stat.S_ISDIR(os.fstat(fd).st_mode):
                os.close(fd)
                raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        less = Directory.__new__(Directory)
        weakref.finalize(less, os.close, fd).atexit = False
        less._become(_Tree(Root(fd), tree.account, tree.rights & kept))
        return less

    def _read_only(self) -> Directory:
        return self.sub(read_only=True)

    def _method(self, name: str) -> Callable[..., Any]:
        return self._lend if name == "sub" else super()._method(name)

    def _lend(self, path: str | bytes = ".", **less: bool) -> Directory:
        """A folder in it as a Directory of its own. It counts as an open file while the guest holds it."""
        account = self._tree.account
        with told(path):
            account.enter()
        try:
            found = self.sub(path, **less)
        except BaseException:
            account.leave()
            raise
        weakref.finalize(found, account.leave).atexit = False
        return found


def _same(folder: int, name: bytes, target: int, other: bytes) -> bool:
    """Are these two names the same file or folder? Then renaming does nothing."""
    try:
        first = os.stat(name, dir_fd=folder, follow_symlinks=False)
        second = os.stat(other, dir_fd=target, follow_symlinks=False)
    except OSError:
        return False
    return os.path.samestat(first, second)


def _kind_of(mode: int) -> str:
    return "file" if stat.S_ISREG(mode) else "directory" if stat.S_ISDIR(mode) else "other"


# What a File may be granted as: the rights that it needs in its folder, and how open() may begin.
_FILE_MODES = {
    "r": ("read", "r"),
    "w": ("write create", "wx"),
    "a": ("write create", "ax"),
    "r+": ("read write", "r"),
    "w+": ("read write create", "rwax"),
    "-": ("", ""),  # nothing is left of it
}


class File(Cap):
    """One file, and nothing else.

    file: its path, or a file object that is open.
    mode: "r": it may be read; "w": written anew; "a": added to, never cut; "r+": read and changed;
        "w+": all of that.
        With "w", "a" and "w+" it need not exist. A file that is written by its path is complete or absent, as
        with Directory; one that was passed open is written as it is.
    name: what the guest sees as its name.
    quota_bytes: the most that it may grow to.

    Raises OSError, TypeError, ValueError.
    """

    _exports = ("open",)
    _reading = ("open",)

    def __init__(
        self,
        file: Any,
        mode: str = "r",
        *,
        name: str | None = None,
        quota_bytes: int | None = None,
        open_files: int = 16,
    ) -> None:
        if mode not in _FILE_MODES or mode == "-":
            raise ValueError(f"mode must be 'r', 'w', 'a', 'r+' or 'w+', not {mode!r}")
        if quota_bytes is not None and (type(quota_bytes) is not int or quota_bytes < 0):
            raise TypeError(f"quota_bytes must be an int from 0 on or None, not {quota_bytes!r}")
        self._mode = mode
        self._kept: File | None = None  # whose descriptor it uses
        self._size = quota_bytes
        self._fd: int | None = None
        if isinstance(file, (str, bytes, os.PathLike)):
            path = os.fsdecode(file)
            folder, leaf = os.path.split(os.path.realpath(path))
            rights, _ = _FILE_MODES[mode]
            fd = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
            weakref.finalize(self, os.close, fd).atexit = False
            account = Account(fd, None, None, open_files)
            account.size = quota_bytes
            account.used_size = size_of(fd, os.fsencode(leaf)) or 0
            self._tree = _Tree(Root(fd), account, frozenset(rights.split()))
            self._parts = Parts([os.fsencode(leaf)])
            self._name = os.path.basename(path) if name is None else name
            if mode in ("r", "r+"):
                os.close(self._tree.root.read(self._parts))
        else:
            self._fd = os.dup(file.fileno())
            weakref.finalize(self, os.close, self._fd).atexit = False
            check_regular(self._fd)
            self._tree = _Tree(Root(-1), Account(-1, None, None, open_files), frozenset())
            self._name = "file" if name is None else name

    def open(
        self,
        mode: str | None = None,
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
    ) -> Any:
        """Open it, as open() does. mode: None: that of the grant, as text."""
        wanted = Mode(self._mode if mode is None else mode, buffering, encoding, errors, newline)
        name = self._name
        _, permitted = _FILE_MODES[self._mode]
        if wanted.kind not in permitted or (
            wanted.reads if self._mode in "wa" else wanted.writes and self._mode == "r"
        ):
            refuse(errno.EACCES, name, f"Permission denied, the file was granted as {self._mode!r}")
        if self._mode == "a":
            wanted.flags |= KEEP
        with told(name):
            if self._fd is None:
                return self._tree.open(self._parts, name, wanted)
            return self._reopened(self._fd, wanted)

    def _read_only(self) -> File:
        less = File.__new__(File)
        less.__dict__.update(self.__dict__)
        less.__dict__.pop("_Cap__capability", None)
        less._kept = self
        less._mode = "r" if "r" in self._mode else "-"
        return less

    def _reopened(self, opened: int, wanted: Mode) -> Any:
        """A file that the host has open: the guest gets a descriptor with less rights."""
        if wanted.kind == "x":  # nor would it be added to
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        account = self._tree.account
        account.enter()
        try:
            flags = os.O_RDONLY if not wanted.writes else os.O_RDWR if wanted.reads else os.O_WRONLY
            flags |= {"w": os.O_TRUNC, "a": os.O_APPEND}.get(wanted.kind, 0)
            fd = reopen(opened, flags)
        except BaseException:
            account.leave()
            raise
        return wanted.stream(fd, self._name, self._size if wanted.writes else None, Held(account))


class Held:
    """The control of a file that is written as it is: there is nothing to be done at its end."""

    __name__ = "file"

    def __init__(self, account: Account) -> None:
        weakref.finalize(self, account.leave)

    def __call__(self, word: str, number: int | None = None) -> int | None:
        return 0 if word == "extend" else None
