"""Paths of a guest, resolved below a folder that the host has opened.

By openat2(2) where the kernel has it (Linux 5.6), by a walk of one component at a time where not. Both
follow symbolic links that stay below the folder, cross no mount point, and never ask the kernel about a
path that leads out.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from objcap import _objcap

RESERVED = b".objcap-"  # names that begin so are files that are being written
_LINKS = 40  # symbolic links that one path may go through, as in the kernel
_AGAIN = 64  # times that openat2 is asked once more when somebody renames meanwhile
_LONGEST = 4096  # bytes of a path
_DEEPEST = 200  # components of a path: the walk holds a descriptor for each
_PATH = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
_openat2 = True  # until the kernel says that it has none


class Parts(list[bytes]):
    """The components of a guest's path, and whether it says that it is a folder."""

    folder = False


def refuse(number: int, path: object, why: str | None = None) -> NoReturn:
    """Raise the OSError of that number with the guest's own path, as Python shows it."""
    raise _error(number, f"{why or os.strerror(number)}: {path!r}") from None


def _error(number: int, text: str) -> OSError:
    error = OSError(number, text)
    error.told = True  # type: ignore[attr-defined]  # its text is for the guest
    return error


@contextmanager
def told(path: object) -> Iterator[None]:
    """An OSError of the host becomes one that names the guest's path and nothing else."""
    try:
        yield
    except OSError as error:
        if getattr(error, "told", False):
            raise
        number = error.errno or errno.EIO
        refuse(errno.EACCES if number == errno.EXDEV else number, path)


def parts_of(path: object) -> Parts:
    """The components of a path of a guest's. TypeError, ValueError, OSError."""
    if type(path) is bytes:
        raw = path
    elif type(path) is str:
        try:
            raw = os.fsencode(path)
        except UnicodeEncodeError:
            raise ValueError("the path has characters that no file name has") from None
    else:
        raise TypeError(f"a path is a str or bytes, not {type(path).__name__}")
    if b"\0" in raw:
        raise ValueError("embedded null byte")
    if not raw:
        refuse(errno.ENOENT, path)
    if len(raw) > _LONGEST:
        refuse(errno.ENAMETOOLONG, path)
    if raw.startswith(b"/"):
        refuse(errno.EACCES, path, "Permission denied, the path leads out of the directory")
    pieces = raw.split(b"/")
    parts = Parts(piece for piece in pieces if piece not in (b"", b"."))
    parts.folder = pieces[-1] in (b"", b".", b"..")
    if len(parts) > _DEEPEST:
        refuse(errno.ENAMETOOLONG, path)
    if any(is_reserved(part) for part in parts):
        refuse(errno.EACCES, path, "Permission denied, the name is reserved")
    return parts


def is_reserved(name: bytes) -> bool:
    """Is it the name of a file that is being written? Some file systems do not know case."""
    return name[: len(RESERVED)].lower() == RESERVED


def _escape() -> NoReturn:
    raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))


def _mount_of(fd: int) -> bytes:
    """The number of the mount that a descriptor is on."""
    with open(f"/proc/self/fdinfo/{fd}", "rb") as info:
        for line in info:
            if line.startswith(b"mnt_id:"):
                return line
    raise OSError(errno.EXDEV, "the mount of a folder is not to be had")


class Root:
    """A folder of the host, and what is below it. Thread-safe; it holds one descriptor."""

    def __init__(self, fd: int) -> None:
        self.fd = fd

    # ------------------------------------------------------------ resolving

    def look(self, parts: list[bytes]) -> int:
        """A descriptor (O_PATH) of what a path leads to; the caller closes it. OSError."""
        global _openat2
        if _openat2:
            for _ in range(_AGAIN):
                try:
                    return _objcap.open_beneath(self.fd, b"/".join(parts) or b".", os.O_PATH)
                except OSError as error:
                    if error.errno in (errno.ENOSYS, errno.EPERM):  # EPERM: a filter of the system calls
                        _openat2 = error.errno == errno.EPERM
                        break
                    if error.errno != errno.EAGAIN:
                        raise
        return self.walk(parts)

    def walk(self, parts: list[bytes]) -> int:
        """The same without openat2: one component at a time, from descriptors that are held."""
        top = os.open(b".", _PATH | os.O_DIRECTORY, dir_fd=self.fd)
        held = [top]
        try:
            mount = _mount_of(top)
            pending = list(reversed(parts))
            links = 0
            while pending:
                name = pending.pop()
                if name in (b"", b"."):
                    continue
                if name == b"..":
                    if len(held) == 1:
                        _escape()
                    os.close(held.pop())
                    continue
                fd = os.open(name, _PATH, dir_fd=held[-1])
                held.append(fd)
                if len(held) > _DEEPEST + 1:
                    raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG))
                mode = os.fstat(fd).st_mode
                if stat.S_ISLNK(mode):
                    target = os.readlink(b"", dir_fd=fd)
                    os.close(held.pop())
                    links += 1
                    if links > _LINKS:
                        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
                    if target.startswith(b"/"):
                        _escape()
                    pending.extend(reversed(target.split(b"/")))
                    continue
                if _mount_of(fd) != mount:
                    _escape()
                if pending and not stat.S_ISDIR(mode):
                    raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            return held.pop()
        finally:
            for fd in held:
                os.close(fd)

    @contextmanager
    def found(self, parts: list[bytes]) -> Iterator[int]:
        """look() for the time of a with block."""
        fd = self.look(parts)
        try:
            yield fd
        finally:
            os.close(fd)

    @contextmanager
    def place(self, parts: Parts, follow: bool = False) -> Iterator[tuple[int, bytes]]:
        """The folder (a descriptor) and the name in it that a path stands for, which need not exist.

        follow: where the name is a symbolic link, the place that it leads to.
        """
        here = list(parts)
        for _ in range(_LINKS + 1):
            if not here or here[-1] == b"..":
                raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
            folder = self.look(here[:-1])
            try:
                if not stat.S_ISDIR(os.fstat(folder).st_mode):
                    raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
                target = None
                if follow:
                    try:
                        target = os.readlink(here[-1], dir_fd=folder)
                    except OSError as error:
                        if error.errno not in (errno.EINVAL, errno.ENOENT):
                            raise
                if target is None:
                    yield folder, here[-1]
                    return
            finally:
                os.close(folder)
            if target.startswith(b"/"):
                _escape()
            here = here[:-1] + [part for part in target.split(b"/") if part not in (b"", b".")]
            if here and is_reserved(here[-1]):
                _escape()
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))

    # ------------------------------------------------------------ opening

    def read(self, parts: Parts) -> int:
        """A descriptor for reading of a regular file. OSError."""
        with self.found(parts) as fd:
            check_regular(fd, parts.folder)
            return reopen(fd, os.O_RDONLY)

    def listing(self, parts: list[bytes]) -> list[bytes]:
        """The names in a folder, but for those of files that are being written."""
        with self.found(parts) as fd:
            real = os.open(b".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=fd)
        try:
            names = [os.fsencode(name) for name in os.listdir(real)]
            return [name for name in names if not is_reserved(name)]
        finally:
            os.close(real)


def check_regular(fd: int, folder: bool = False) -> os.stat_result:
    """OSError unless a descriptor is that of a regular file."""
    info = os.fstat(fd)
    if stat.S_ISDIR(info.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if folder:
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not stat.S_ISREG(info.st_mode):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))
    return info


def reopen(fd: int, flags: int) -> int:
    """Open the very file that a descriptor (O_PATH) stands for: nobody can put another in its place."""
    return os.open(f"/proc/self/fd/{fd}", flags | os.O_CLOEXEC | os.O_NOCTTY | os.O_NONBLOCK)
