"""Namespaces: views of the machine in which there is nothing but the process.

For the process that starts a zygote, while it has one thread and power, before it forks. A locked
application has none: the calls that they would answer are refused by its filter already, and
making a network namespace costs more than a lockdown.
"""

from __future__ import annotations

import os
import sys

from objcap import _objcap
from objcap.kernel import MODES, WallError

# (name, CLONE_NEW*, what there is inside)
ROWS = (
    ("user", 0x10000000, "no user but its own, and no rights outside"),
    ("mount", 0x00020000, "mounts of its own: an empty root takes all paths away"),
    ("network", 0x40000000, "no network interface but a loopback that is down"),
    ("ipc", 0x08000000, "no shared memory, semaphores and message queues"),
    ("uts", 0x04000000, "a host name of its own"),
    ("pid", 0x20000000, "no process but its children; the next child is the first, and all end with it"),
    ("cgroup", 0x02000000, "no names of control groups"),
)


def enter(mode: str = "auto", leave_out: tuple[str, ...] = ()) -> dict[str, str]:
    """Enter new namespaces, as many as the kernel lets this process have.

    Returns name -> "on", "missing: why" or "off: why". The pid namespace is that of the next child.
    mode "require": WallError if one is missing; the process should end then, since it may be in others.
    """
    if mode not in MODES:
        raise ValueError(f"namespaces are 'require', 'auto' or 'off', not {mode!r}")
    if mode == "off":
        return {name: "off: kernel='off'" for name, _, _ in ROWS}
    if sys.platform != "linux":
        return {name: f"missing: {sys.platform} is not Linux" for name, _, _ in ROWS}
    parts: dict[str, str] = {}
    wanted = [(name, flag) for name, flag, _ in ROWS if name not in leave_out]
    if not _unshare(parts, wanted):  # all at once, or one after the other, the user namespace first
        for row in wanted:
            _unshare(parts, [row])
    parts = {name: parts.get(name, "off: left out") for name, _, _ in ROWS}
    if mode == "require":
        for name, status in parts.items():
            if status.startswith("missing"):
                raise WallError(f"the {name} namespace is required and {status}")
    return parts


def _unshare(parts: dict[str, str], rows: list[tuple[str, int]]) -> bool:
    flags = 0
    for _, flag in rows:
        flags |= flag
    try:
        _objcap.wall_unshare(flags)
    except OSError as error:
        parts.update({name: f"missing: {error.strerror}" for name, _ in rows})
        return False
    parts.update({name: "on" for name, _ in rows})
    return True


def offered() -> dict[str, str]:
    """What enter() would have, found out by a child that tries."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, "\n".join(f"{name} {status}" for name, status in enter().items()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as file:
        lines = file.read().splitlines()
    os.waitpid(child, 0)
    return {name: status for name, _, status in (line.partition(" ") for line in lines)}
