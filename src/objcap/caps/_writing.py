"""Files that guests have open, and what they may take up: the host's account of it."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
import threading
import time
import weakref
from contextlib import suppress
from typing import Any

from objcap import _objcap
from objcap.caps._paths import RESERVED, reopen

_STEP = 64 << 10  # bytes that are reserved beyond what a guest needs at the moment, at most
_OLD = 60.0  # seconds after which a temporary file that nobody holds is taken for left over


class Account:
    """Quotas of a directory and all that was made of it, and how many files are open.

    bytes: sum of the sizes of the files; entries: files and folders; None: any number. What is there
    when the account is made is counted, and then what goes through the account.
    """

    def __init__(self, fd: int, size: int | None, entries: int | None, open_files: int) -> None:
        self.lock = threading.RLock()  # a finaliser may come back to it
        self.size = size
        self.entries = entries
        self.open_files = open_files
        self.open = 0
        self.used_size = 0
        self.used_entries = 0
        self.writing: set[Pending] = set()
        if size is not None or entries is not None:
            self.count(fd)

    def count(self, fd: int) -> None:
        """Count what is there."""
        home = os.fstat(fd).st_dev
        for _, folders, files, here in os.fwalk(b".", dir_fd=fd):
            if os.fstat(here).st_dev != home:
                folders.clear()
                continue
            for name in files:
                if not name.startswith(RESERVED):
                    with suppress(OSError):
                        self.used_size += size_of(here, name) or 0
                        self.used_entries += 1
            self.used_entries += len(folders)

    # ------------------------------------------------------------ open files

    def enter(self) -> None:
        """One more file is opened. OSError (EMFILE)."""
        with self.lock:
            if self.open >= self.open_files:
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
            self.open += 1

    def leave(self) -> None:
        """One less."""
        with self.lock:
            self.open -= 1

    # ------------------------------------------------------------ quotas

    def left(self, pending: Pending) -> int:
        """The size that a file may grow to: what others have reserved is not to be had."""
        assert self.size is not None
        others, replaced = self.reserved(pending)
        return self.size - self.used_size - others + replaced

    def reserved(self, pending: Pending) -> tuple[int, int]:
        """Bytes of the quota that other files being written have, and what the end of this one gives back.

        A file that is replaced is given back once, however many are being written in its place.
        """
        given: set[tuple[int, int]] = set()
        others = sum(
            max(0, other.limit - other.replaces(given))
            for other in list(self.writing)
            if other is not pending and other.limit
        )
        return others, pending.replaces(given)

    def begin(self, pending: Pending, size: int) -> None:
        """A file is to be written, and has that size already. OSError (EDQUOT)."""
        with self.lock:
            if pending.new:
                self.entry()
            if self.size is not None:
                if size > self.left(pending):
                    raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
                pending.limit = size
            self.writing.add(pending)

    def entry(self) -> None:
        """Is there room for one more file or folder? OSError (EDQUOT). Called with the lock."""
        if self.entries is not None:
            others = sum(other.new for other in list(self.writing))
            if self.used_entries + others >= self.entries:
                raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    def extend(self, pending: Pending, size: int) -> int:
        """A file is to grow to that size: what it may grow to, which is less if there is no room."""
        with self.lock:
            if self.size is None:
                return size
            left = self.left(pending)
            if size <= left and pending in self.writing:
                pending.limit = max(pending.limit or 0, size + min(_STEP, (left - size) // 16))
            return pending.limit or 0

    def changed(self, size: int, entries: int) -> None:
        """The directory has changed by so much. Called with the lock."""
        self.used_size = max(0, self.used_size + size)
        self.used_entries = max(0, self.used_entries + entries)


def size_of(folder: int, name: bytes) -> int | None:
    """The size of the file of that name, 0 for what is no regular file, None if there is nothing."""
    try:
        info = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return info.st_size if stat.S_ISREG(info.st_mode) else 0


class Pending:
    """A file that is being written under a temporary name; its end is commit() or abandon()."""

    def __init__(self, account: Account, folder: int, name: bytes, exclusive: bool) -> None:
        """`folder` is copied. Makes the temporary file; its descriptor is `fd`. OSError."""
        self.account = account
        self.name = name
        self.exclusive = exclusive
        self.limit: int | None = None
        self.owner = os.getpid()
        self.done = False
        self.counted = False  # it is one of the open files
        self.folder = os.dup(folder)
        self.new = size_of(folder, name) is None
        self.temporary = RESERVED + b"%x-%s" % (self.owner, secrets.token_hex(8).encode())
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            self.fd = os.open(self.temporary, flags, 0o666, dir_fd=self.folder)
        except OSError:
            os.close(self.folder)
            raise
        with suppress(OSError):  # a file system that has no locks: see sweep(), which needs one, too
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def replaces(self, given: set[tuple[int, int]]) -> int:
        """The size of the file that it takes the place of, unless that is in `given`, which it is then."""
        try:
            info = os.stat(self.name, dir_fd=self.folder, follow_symlinks=False)
        except OSError:
            return 0
        key = (info.st_dev, info.st_ino)
        if key in given or not stat.S_ISREG(info.st_mode):
            return 0
        given.add(key)
        return info.st_size

    def copy(self, source: int, size: int) -> None:
        """Begin with the contents of a file."""
        offset = 0
        while offset < size:
            data = os.pread(source, min(1 << 20, size - offset), offset)
            if not data:
                break
            view = memoryview(data)
            while view:
                put = os.pwrite(self.fd, view, offset)
                view = view[put:]
                offset += put

    def descriptor(self, readable: bool) -> int:
        """A descriptor of its own for the guest."""
        return reopen(self.fd, os.O_RDWR if readable else os.O_WRONLY)

    def commit(self) -> None:
        """The guest has written all of it: it gets its name. OSError, and it is gone then."""
        account = self.account
        with account.lock:
            if self.done:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            try:
                size = os.fstat(self.fd).st_size
                current = size_of(self.folder, self.name)
                after = account.used_size - (current or 0) + size
                if account.size is not None:
                    others, _ = account.reserved(self)
                    if size > (self.limit or 0) or after + others > account.size:
                        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))
                if current is None and not self.new:
                    account.entry()
                if not os.path.samestat(os.fstat(self.fd), os.stat(self.temporary, dir_fd=self.folder)):
                    raise OSError(errno.EIO, os.strerror(errno.EIO))
                if self.exclusive:
                    _objcap.rename_new(self.folder, self.temporary, self.folder, self.name)
                else:
                    os.rename(self.temporary, self.name, src_dir_fd=self.folder, dst_dir_fd=self.folder)
            except BaseException:
                self.abandon()
                raise
            account.changed(size - (current or 0), current is None)
            self.finish()

    def abandon(self) -> None:
        """It is not to be: the temporary file goes."""
        with self.account.lock:
            if self.done:
                return
            if self.owner == os.getpid():  # in a fork of the host it is the parent's
                with suppress(OSError):
                    os.unlink(self.temporary, dir_fd=self.folder)
            self.finish()

    def finish(self) -> None:
        """It is written, or gone. Called with the lock."""
        self.done = True
        self.account.writing.discard(self)
        self.account.open -= self.counted
        os.close(self.fd)
        os.close(self.folder)


class Reader:
    """What the guest's file object holds while it reads: when that goes, the file is closed."""

    __name__ = "file"

    def __init__(self, account: Account) -> None:
        weakref.finalize(self, account.leave)

    def __call__(self, word: str, number: int | None = None) -> None:
        raise PermissionError("objcap: the file was opened for reading")


class Writer:
    """The same while it writes: what its file object asks for."""

    __name__ = "file"

    def __init__(self, pending: Pending) -> None:
        self._pending = pending
        weakref.finalize(self, pending.abandon)

    def __call__(self, word: str, number: int | None = None) -> Any:
        if word == "commit" and number is None:
            return self._pending.commit()
        if word == "extend" and type(number) is int and 0 <= number < 1 << 62:
            return self._pending.account.extend(self._pending, number)
        raise ValueError("malformed call of a file's control")


def sweep(folder: int) -> None:
    """Remove temporary files whose host has died: nobody holds their lock, and they are not new."""
    here = os.open(b".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    try:
        for name in os.listdir(here):
            if not name.startswith(RESERVED.decode()):
                continue
            with suppress(OSError):
                info = os.stat(name, dir_fd=here, follow_symlinks=False)
                if not stat.S_ISREG(info.st_mode) or info.st_mtime > time.time() - _OLD:
                    continue
                fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    os.unlink(name, dir_fd=here)
                finally:
                    os.close(fd)
    finally:
        os.close(here)
