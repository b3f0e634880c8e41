"""What a caller of lockdown() may choose."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from objcap._settings import Settings
from objcap.kernel import MODES
from objcap.permits import REMOVABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._time import Clock


FIXED = 946_684_800  # what clock="fixed" shows: 2000-01-01T00:00:00Z, in seconds since 1970


@dataclass(frozen=True, slots=False)
class Policy:
    """What a guest gets beyond computing. Immutable; refuses wrong types at construction.

    modules: names of extension or builtin modules to permit beside those of the
        table (objcap.permits_modules), and of loaded third-party extensions to put
        up with. Each is trusted like objcap's own C code.
    path: folders with pure-Python modules that the guest may import; source only,
        bytecode found there is never used. Made absolute at construction.
    strict: the rules of 2007 to the letter: no tame sys and os, no standard
        library beyond the whitelist of extension modules.
    stdin, stdout, stderr: whether the guest gets that stream of the process.
        One that is not granted is /dev/null underneath.
    argv: the guest's sys.argv.
    recursion_limit: the most that the guest may ask sys.setrecursionlimit() for;
        None: 5,000 frames on CPython 3.11, where Python and C calls share one
        count, 100,000 from 3.12 on.
    kernel: the wall in the kernel. "auto": all that this machine offers; in a program
        that embeds Python, none, since its C code would be walled in as well.
        "require": LockdownError if there is no seccomp or no Landlock. "off": none.
    without: parts of CPython with a record of memory-safety bugs that the guest goes
        without, by their names in objcap.permits.REMOVABLE.
    clock: an objcap.caps.Clock: what time and datetime show to the guest. None: the time
        of the machine. "fixed", or a date and time as in "2024-05-01T12:00:00Z": a clock that
        always shows that; "fixed" is the beginning of the year 2000.
    open: what objcap.caps.as_open() has made, or None: it becomes the guest's open(), in builtins, io
        and the functions of os for files.
    read: folders and files that the guest may read with open() and the functions of os.
    write: the same to write, with all that belongs to it: to make, rename, remove, and to read.
    net: what it may ask by HTTP, as the rules of objcap.caps.Http: the guest's __main__ has a
        capability `http`.
    env: variables of the environment that it finds in os.environ.

    The broker that serves read, write and net is itself held to them by Landlock from their first call on,
    where there is that: not with kernel="off" or an `open` of one's own. Capabilities of the application run
    in the same process.

    Raises TypeError or ValueError naming the field.
    """

    modules: frozenset[str] = frozenset()
    path: tuple[str, ...] = ()
    strict: bool = False
    stdin: bool = True
    stdout: bool = True
    stderr: bool = True
    argv: tuple[str, ...] = ("",)
    recursion_limit: int | None = None
    kernel: str = "auto"
    without: frozenset[str] = frozenset()
    clock: Clock | str | None = None
    open: Any = None
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    net: tuple[str, ...] = ()
    env: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("strict", "stdin", "stdout", "stderr"):
            if type(getattr(self, name)) is not bool:
                raise TypeError(f"Policy.{name} must be a bool, not {getattr(self, name)!r}")
        if type(self.kernel) is not str or self.kernel not in MODES:
            raise ValueError(f"Policy.kernel must be 'require', 'auto' or 'off', not {self.kernel!r}")
        modules = _strings("modules", self.modules)
        for module in modules:
            if not all(part.isidentifier() for part in module.split(".")):
                raise ValueError(f"Policy.modules: {module!r} is not the name of a module")
        path = []
        for folder in _strings("path", self.path):
            if not os.path.isdir(folder):
                raise ValueError(f"Policy.path: {folder!r} is not a folder")
            path.append(os.path.abspath(folder))
        if self.clock is not None:
            clock_of(self.clock)._settings()
        limit = self.recursion_limit
        if limit is not None and (type(limit) is not int or not 50 <= limit <= 2**31 - 1):
            raise TypeError(f"Policy.recursion_limit must be an int of at least 50 or None, not {limit!r}")
        without = _strings("without", self.without)
        known = [row[0] for row in REMOVABLE]
        for part in without:
            if part not in known:
                raise ValueError(f"Policy.without: {part!r} cannot be taken away; known: {', '.join(known)}")
        if self.open is not None:
            from objcap.caps._base import Cap

            if not isinstance(self.open, Cap):
                raise TypeError(f"Policy.open takes what as_open() returns, not {self.open!r}")
        if self.open is not None and (self.read or self.write):
            raise ValueError("Policy.open is an open() of your own: read and write have no place in it")
        for name in ("read", "write"):
            object.__setattr__(self, name, tuple(_strings(name, getattr(self, name))))
        for name in ("net", "env"):
            object.__setattr__(self, name, tuple(_strings(name, getattr(self, name))))
        if self.net:
            from objcap.caps._url import Rule

            for rule in self.net:
                Rule(rule)
        for name in self.env:
            if not name or "=" in name:
                raise ValueError(f"Policy.env: {name!r} is no name of a variable")
        object.__setattr__(self, "without", frozenset(without))
        object.__setattr__(self, "modules", frozenset(modules))
        object.__setattr__(self, "path", tuple(path))
        object.__setattr__(self, "argv", tuple(_strings("argv", self.argv)))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Policy:
        """A policy from a TOML file: its keys are the fields. Folders count from the file's own.

        Raises OSError, ValueError for what is no policy, TypeError for a field's type.
        """
        from objcap.policy_file import load

        return load(path)

    def dump(self, path: str | os.PathLike[str]) -> None:
        """Write it to a TOML file, which load() reads; argv is not written. The file must not exist.

        Raises OSError, and ValueError for what a file cannot say: open, and a clock that is an object.
        """
        from objcap.policy_file import dump

        dump(self, path)

    def _settings(self, **more: Any) -> Settings:
        """Resolve it. more: for objcap.caps._grants.Grants. Raises OSError for a folder that is not there,
        ImportError if net needs a package that is not."""
        grants: dict[str, Any] = {}
        if self.read or self.write or self.net or self.env or more:
            from objcap.caps._grants import Grants

            # An open() of the host's own, or no wall for the guest: none for what serves it, either.
            more.setdefault("walled", self.open is None and self.kernel != "off")
            grants = Grants(self.read, self.write, self.net, self.env, **more).names
        if self.open is not None:
            grants["open"] = self.open.capability("open")
        return Settings(
            modules=self.modules,
            path=self.path,
            strict=self.strict,
            streams=(self.stdin, self.stdout, self.stderr),
            argv=self.argv,
            recursion_limit=self.recursion_limit,
            kernel=self.kernel,
            without=self.without,
            clock=None if self.clock is None else clock_of(self.clock)._settings(),
            grants=grants or None,
        )


def clock_of(value: Clock | str) -> Clock:
    """The clock that a policy names. TypeError, ValueError."""
    from objcap.caps._time import Clock

    if type(value) is Clock:
        return value
    if type(value) is not str:
        raise TypeError(f"Policy.clock must be an objcap.caps.Clock or a str, not {value!r}")
    if value == "fixed":
        return Clock(fixed=FIXED)
    from datetime import UTC, datetime

    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(f"Policy.clock: {value!r} is no date and time; write 2024-05-01T12:00:00Z") from None
    return Clock(fixed=moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _strings(name: str, value: Any) -> list[str]:
    """The items of an iterable of str (or paths, for `path`, `read` and `write`), checked."""
    if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
        raise TypeError(f"Policy.{name} must be an iterable of str, not {value!r}")
    items = [
        os.fspath(item) if name in ("path", "read", "write") and isinstance(item, os.PathLike) else item
        for item in value
    ]
    for item in items:
        if type(item) is not str or "\0" in item:
            raise TypeError(f"Policy.{name} holds {item!r}, which is no str")
    return items


def _strict(cls: type[Policy], /, **fields: Any) -> Policy:
    """A policy with the rules of 2007 to the letter; `fields` as for Policy()."""
    return cls(strict=True, **fields)


# The class has a constructor of that name, its instances a field: the instance's
# own value wins, since a classmethod is no data descriptor.
Policy.strict = classmethod(_strict)  # type: ignore[assignment]
