"""python -m objcap doctor: what this machine offers, what each wall stops, what is on."""

from __future__ import annotations

import os
import platform
import signal
import sys

from objcap import _objcap, kernel
from objcap._version import VERSION
from objcap.kernel import namespaces


def proof(program: bytes | None) -> str:
    """What a child behind that filter gets that tries to start a program."""
    if program is None:
        return "no filter, so nothing was tried"
    child = os.fork()
    if child == 0:
        try:
            _objcap.wall_apply((program, None, -1, ((kernel.CORE, 0),), False))
            os.execv("/bin/true", ["true"])
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGSYS:
        return "a child behind it tried to start a program, and was ended by the kernel"
    return "FAILED: a child behind it tried to start a program, and was not ended"


def main() -> int:
    """Print the report. Returns 0, or 1 if a wall that nothing else stands in for is missing."""
    system = f"{platform.system()} {platform.release()} on {platform.machine()}"
    print(f"objcap {VERSION} on CPython {sys.version.split()[0]}, {system}\n")
    print("The walls in the interpreter need nothing of the machine: they are on in every locked process.\n")
    wall = kernel.prepare("process")
    print("The wall in the kernel, for python -m objcap and objcap.lockdown():")
    for part, what in kernel.PARTS.items():
        print(f"  {part + ':':18} {wall.parts[part]}\n{'':21}stops: {what}")
    level = _objcap.wall_probe()[0]
    print(f"\nLandlock, of which this kernel has level {max(level, 0)}:")
    for needed, since, *_, what in kernel.LEVELS:
        print(f"  {'on' if level >= needed else 'missing':8} {what} (level {needed}, Linux {since})")
    print("\nNamespaces, for workers:")
    if sys.platform == "linux":
        offered = namespaces.offered()
        for name, _, inside in namespaces.ROWS:
            print(f"  {name + ':':18} {offered.get(name, 'missing')}\n{'':21}inside: {inside}")
        print(f"\nTried: {proof(wall.program)}.")
    weak = wall.weak()
    full = "this machine has all that --kernel=require asks for"
    print(f"\nIn short: {weak or full}.")
    if weak:
        print(
            "Memory-safety bugs of CPython are not held here: put a container or a virtual machine around it."
        )
    return 1 if weak else 0
