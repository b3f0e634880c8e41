"""What a sandbox is made with: sizes, seconds, options, checked."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kKMGT]?)(i?)[bB]?\s*\Z")
_PREFIXES = " KMGT"
LEAST_MEMORY = 1 << 20  # less would not let a guest print "hello"
MOST_MESSAGE = 1 << 30  # the wire format has no more

# Imported by the zygote before it forks, so that a guest's import finds them done.
PRELOAD = (
    "collections",
    "dataclasses",
    "datetime",
    "functools",
    "io",
    "itertools",
    "json",
    "math",
    "operator",
    "random",
    "re",
    "string",
    "typing",
)
KERNEL = ("auto", "require", "off")


def size(value: int | str, name: str) -> int:
    """Bytes: an int, or a str such as "256 MiB" (powers of 1024) or "64 MB" (of 1000). ValueError."""
    if isinstance(value, str):
        match = _SIZE.match(value)
        if match is None:
            raise ValueError(f"{name}: {value!r} is no size; write an int or '256 MiB'")
        number, prefix, binary = match.groups()
        base = 1024 if binary else 1000
        return int(float(number) * base ** _PREFIXES.index(prefix.upper() or " "))
    if type(value) is not int:
        raise TypeError(f"{name} must be an int or a str like '256 MiB', not {value!r}")
    if value < 0:
        raise ValueError(f"{name} must not be negative: {value}")
    return value


def seconds(value: float | None, name: str) -> float | None:
    """Seconds, more than none; None: no limit."""
    if value is None:
        return None
    if type(value) not in (int, float):
        raise TypeError(f"{name} must be a number of seconds or None, not {value!r}")
    if not 0 < value < 1e9:
        raise ValueError(f"{name} must be more than 0 seconds: {value}")
    return float(value)


def names(value: Iterable[str], name: str) -> tuple[str, ...]:
    """A tuple of str."""
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{name} must be an iterable of str, not {value!r}")
    items = tuple(value)
    for item in items:
        if type(item) is not str or "\0" in item:
            raise TypeError(f"{name} holds {item!r}, which is no str")
    return items


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a sandbox, resolved; objcap.Sandbox documents them."""

    memory: int
    cpu: float | None
    wall: float | None
    output: int
    message: int
    grant_calls: int
    recursion: int | None
    snapshots: bool
    on_output: Callable[[str, str], None] | None
    file_size: int  # 0: no limit

    @classmethod
    def of(
        cls,
        memory: int | str | None,
        cpu: float | None,
        wall: float | None,
        output: int | str,
        message: int | str,
        grant_calls: int,
        recursion: int | None,
        snapshots: bool,
        on_output: Callable[[str, str], None] | None,
        file_size: int | str | None = "1 GiB",
    ) -> Options:
        """Check and resolve. TypeError or ValueError with the option's name."""
        given = (memory, cpu, wall, output, message, grant_calls, recursion, snapshots, file_size)
        try:
            checked = _checked(*given)
        except TypeError:  # also what cannot be hashed
            checked = _checked.__wrapped__(*given)
        if on_output is None:
            return checked
        if not callable(on_output):
            raise TypeError(f"on_output must be callable: {on_output!r}")
        return replace(checked, on_output=on_output)


@functools.lru_cache(64, typed=True)
def _checked(
    memory: int | str | None,
    cpu: float | None,
    wall: float | None,
    output: int | str,
    message: int | str,
    grant_calls: int,
    recursion: int | None,
    snapshots: bool,
    file_size: int | str | None,
) -> Options:
    """Many sandboxes are made with the same few options."""
    quota = 0 if memory is None else size(memory, "memory")
    if memory is not None and quota < LEAST_MEMORY:
        raise ValueError(f"memory must be at least 1 MiB: {memory!r}")
    frame = size(message, "message")
    if not 4096 <= frame <= MOST_MESSAGE:
        raise ValueError(f"message must be from 4 KiB to 1 GiB: {message!r}")
    if type(grant_calls) is not int or grant_calls < 0:
        raise TypeError(f"grant_calls must be an int from 0 on, not {grant_calls!r}")
    if recursion is not None and (type(recursion) is not int or recursion < 50):
        raise TypeError(f"recursion must be an int of at least 50 or None, not {recursion!r}")
    return Options(
        quota,
        seconds(cpu, "cpu"),
        seconds(wall, "wall"),
        size(output, "output"),
        frame,
        grant_calls,
        recursion,
        bool(snapshots),
        None,
        0 if file_size is None else size(file_size, "file_size") or 1,
    )


def folders(value: Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    """Absolute paths of folders that exist."""
    if isinstance(value, (str, bytes)):
        raise TypeError(f"path must be an iterable of folders, not {value!r}")
    result = []
    for folder in names((os.fspath(item) for item in value), "path"):
        if not os.path.isdir(folder):
            raise ValueError(f"path: {folder!r} is not a folder")
        result.append(os.path.abspath(folder))
    return tuple(result)


def inputs(value: Mapping[str, Any] | None) -> dict[str, Any]:
    """Values by the names that the guest finds them under."""
    if value is None:
        return {}
    result = dict(value)
    for name in result:
        if type(name) is not str:
            raise TypeError(f"inputs: {name!r} is no str")
    return result
