"""The guest's gc: collecting, and no looking.

The real module hands out every container of the interpreter, the host's among
them, and its switches would let a guest turn the host's collector off.
"""

from __future__ import annotations

from _objcap_guest import collect as _collect
from _objcap_refuse import refusing

TYPE_CHECKING = False  # typing is heavy, and timeit and unittest import gc
if TYPE_CHECKING:
    from typing import Any


DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL = 1, 2, 4, 32
DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL
callbacks: list[Any] = []
garbage: list[Any] = []
_enabled = True
_stats = [{"collections": 0, "collected": 0, "uncollectable": 0} for _ in range(3)]

for _name in "freeze get_objects get_referents get_referrers set_threshold unfreeze".split():
    globals()[_name] = refusing("gc", _name)
_refused_debug = refusing("gc", "set_debug")


def collect(generation: int = 2) -> int:
    """Run the collector; return how many unreachable objects it found."""
    if not 0 <= generation <= 2:
        raise ValueError("invalid generation")
    collected = _collect() or 0
    _stats[generation]["collections"] += 1
    _stats[generation]["collected"] += collected
    return collected


def enable() -> None:
    """Remember the wish; the collector goes on as the host left it."""
    global _enabled
    _enabled = True


def disable() -> None:
    """Remember the wish; the collector goes on as the host left it."""
    global _enabled
    _enabled = False


def isenabled() -> bool:
    """Answer what enable or disable said last (timeit asks)."""
    return _enabled


def get_debug() -> int:
    """Answer that no debugging flag is set."""
    return 0


def set_debug(flags: int, /) -> None:
    """Accept that no flag is set; the others would show and keep the host's objects."""
    if flags:
        _refused_debug()


def get_stats() -> list[dict[str, int]]:
    """Answer what collect() has done; the collector's own numbers tell of the host's objects too."""
    return [dict(stats) for stats in _stats]


def get_count() -> tuple[int, int, int]:
    """Answer zeros: the counts tell of the host's objects too."""
    return (0, 0, 0)


def get_threshold() -> tuple[int, int, int]:
    """Answer CPython's own defaults."""
    return (700, 10, 10)


def get_freeze_count() -> int:
    """Answer zero."""
    return 0
