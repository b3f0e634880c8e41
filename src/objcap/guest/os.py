"""The guest's os: names, numbers and pure path functions; every power refuses.

Light on purpose: plain CPython has os loaded before a program starts, a guest
pays for it on its first import. So the refusing functions are made when they
are first asked for, and `_collections_abc` is imported when it is needed.

`posix` is here a module of constants and arithmetic (see the permits).
"""

from __future__ import annotations

import abc
import posixpath as path
import sys
from _operator import index as _index
from posix import *
from posix import fspath as fspath  # by name too: readers and checkers do not follow a star
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

from _objcap_guest import random_bytes as _random_bytes
from _objcap_refuse import refusing as _refusing

TYPE_CHECKING = False  # typing is too heavy for a module that every guest loads
if TYPE_CHECKING:
    from typing import Any

sys.modules["os.path"] = path

name = "posix"
linesep = "\n"
error = OSError
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
P_WAIT, P_NOWAIT = 0, 1
P_NOWAITO = P_NOWAIT
supports_bytes_environ = True
supports_dir_fd: set[Any] = set()
supports_effective_ids: set[Any] = set()
supports_fd: set[Any] = set()
supports_follow_symlinks: set[Any] = set()

# Public functions of the real module that act on the system. What a version
# lacks is not offered: programs test with hasattr.
_REFUSED = set(
    """
    abort access chdir chmod chown chroot close closerange confstr copy_file_range ctermid
    device_encoding dup dup2 eventfd eventfd_read eventfd_write execl execle execlp execlpe
    execv execve execvp execvpe _exit fchdir fchmod fchown fdatasync fdopen fork forkpty fpathconf
    fstat fstatvfs fsync ftruncate fwalk get_blocking get_exec_path get_inheritable getegid
    geteuid getgid getgrouplist getgroups getloadavg getlogin getpgid getpgrp getppid getpriority
    getresgid getresuid getsid getuid getxattr initgroups kill killpg lchown link listdir
    listxattr lockf login_tty lseek lstat makedirs memfd_create mkdir mkfifo mknod nice open
    openpty pathconf pidfd_open pipe pipe2 popen posix_fadvise posix_fallocate posix_spawn
    posix_spawnp pread preadv putenv pwrite pwritev read readlink readv remove removedirs
    removexattr rename renames replace rmdir scandir sched_get_priority_max
    sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler
    sched_rr_get_interval sched_setaffinity sched_setparam sched_setscheduler sched_yield sendfile
    set_blocking set_inheritable setegid seteuid setgid setgroups setpgid setpgrp setpriority
    setregid setresgid setresuid setreuid setsid setuid setxattr spawnl spawnle spawnlp spawnlpe
    spawnv spawnve spawnvp spawnvpe splice stat statvfs symlink sync sysconf system tcgetpgrp
    tcsetpgrp times truncate ttyname umask unlink unsetenv utime wait wait3 wait4 waitid waitpid
    walk write writev
    """.split()
)
if sys.version_info >= (3, 12):
    _REFUSED.update("setns unshare".split())
if sys.version_info >= (3, 13):
    _REFUSED.update(
        """grantpt posix_openpt ptsname timerfd_create timerfd_gettime timerfd_gettime_ns
        timerfd_settime timerfd_settime_ns unlockpt""".split()
    )


def __getattr__(name: str) -> Any:
    """Make a refusing function the first time that somebody asks for it."""
    if name in _REFUSED:
        function = globals()[name] = _refusing("os", name)
        return function
    raise AttributeError(f"module 'os' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_REFUSED})


class PathLike(abc.ABC):
    """Abstract base class for implementing the file system path protocol."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self) -> str | bytes:
        """Return the file system path representation of the object."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass: type) -> Any:
        if cls is PathLike:
            from _collections_abc import _check_methods

            return _check_methods(subclass, "__fspath__")
        return NotImplemented

    @classmethod
    def __class_getitem__(cls, item: Any) -> Any:
        import types

        return types.GenericAlias(cls, item)


class DirEntry:
    """Entries come from os.scandir, which is refused; the name is for isinstance."""

    def __new__(cls, *args: Any, **kwargs: Any) -> DirEntry:
        raise TypeError("cannot create 'posix.DirEntry' instances")


def fsencode(filename: Any) -> bytes:
    """Encode `filename` as the file system would have it."""
    filename = fspath(filename)
    if isinstance(filename, str):
        return filename.encode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
    return filename


def fsdecode(filename: Any) -> str:
    """Decode `filename` as the file system would have it."""
    filename = fspath(filename)
    if isinstance(filename, bytes):
        return filename.decode(sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
    return filename


class _Environ(dict):
    """Starts empty: the environment is the host's. What a guest puts here stays here."""

    def __init__(self, kind: type) -> None:
        super().__init__()
        self._kind = kind

    def __setitem__(self, key: Any, value: Any) -> None:
        for item in (key, value):
            if not isinstance(item, self._kind):
                raise TypeError(f"{self._kind.__name__} expected, not {type(item).__name__}")
        super().__setitem__(key, value)

    def __repr__(self) -> str:
        return f"environ({super().__repr__()})"

    def copy(self) -> dict[Any, Any]:
        return dict(self)


environ = _Environ(str)
environb = _Environ(bytes)


def getenv(key: str, default: Any = None) -> Any:
    """Get an environment variable, return `default` if it does not exist."""
    return environ.get(key, default)


def getenvb(key: bytes, default: Any = None) -> Any:
    """Get an environment variable, return `default` if it does not exist."""
    return environb.get(key, default)


def getcwd() -> str:
    """Answer the root: a guest has no directory, and pure path functions need one."""
    return "/"


def getcwdb() -> bytes:
    """Answer the root, as bytes."""
    return b"/"


def getpid() -> int:
    """Answer 1: the number of the process is no business of a guest (logging asks)."""
    return 1


def cpu_count() -> int:
    """Answer 1: a guest has one thread and no processes."""
    return 1


if sys.version_info >= (3, 13):
    process_cpu_count = cpu_count


def isatty(fd: int, /) -> bool:
    """Answer False: no descriptor is a guest's (traceback asks, for colours)."""
    return False


def get_terminal_size(fd: int = 1, /) -> Any:
    """Answer the size that programs fall back to without a terminal."""
    return terminal_size((80, 24))


def urandom(size: int, /) -> bytes:
    """Return `size` random bytes."""
    return _random_bytes(_index(size))


def getrandom(size: int, flags: int = 0) -> bytes:
    """Return `size` random bytes."""
    return urandom(size)


def uname() -> Any:
    """Name the system and nothing of the machine (platform.system needs that much)."""
    system = {"linux": "Linux", "darwin": "Darwin"}.get(sys.platform, sys.platform)
    return uname_result((system, "", "", "", ""))


def register_at_fork(*, before: Any = None, after_in_child: Any = None, after_in_parent: Any = None) -> None:
    """Do nothing: a guest cannot fork, and random, threading and logging ask for this."""


__all__ = [
    name_
    for name_ in globals()
    if name_[0] != "_" and name_ not in ("TYPE_CHECKING", "abc", "annotations", "sys")
]
__all__ += sorted(_REFUSED)
