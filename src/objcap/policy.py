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
    open: what objcap.caps.as_open() has made, or None: it becomes the guest's open(), in builtins, io
        and the functions of os for files.
    clock: an objcap.caps.Clock: what time and datetime show to the guest. None: the time
        of the machine.

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
    open: Any = None
    clock: Clock | None = None

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
            from objcap.caps._time import Clock

            if type(self.clock) is not Clock:
                raise TypeError(f"Policy.clock must be an objcap.caps.Clock, not {self.clock!r}")
            self.clock._settings()
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
        object.__setattr__(self, "without", frozenset(without))
        object.__setattr__(self, "modules", frozenset(modules))
        object.__setattr__(self, "path", tuple(path))
        object.__setattr__(self, "argv", tuple(_strings("argv", self.argv)))

    def _settings(self) -> Settings:
        return Settings(
            modules=self.modules,
            path=self.path,
            strict=self.strict,
            streams=(self.stdin, self.stdout, self.stderr),
            argv=self.argv,
            recursion_limit=self.recursion_limit,
            kernel=self.kernel,
            without=self.without,
            open=None if self.open is None else self.open.capability("open"),
            clock=None if self.clock is None else self.clock._settings(),
        )


def _strings(name: str, value: Any) -> list[str]:
    """The items of an iterable of str (or paths, for `path`), checked."""
    if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
        raise TypeError(f"Policy.{name} must be an iterable of str, not {value!r}")
    items = [os.fspath(item) if name == "path" and isinstance(item, os.PathLike) else item for item in value]
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
