"""An attacker with native code: system calls made raw, by an extension that tests load before a wall goes up.

It stands for what a memory-safety bug of CPython gives. Built with cffi (API mode); nothing of it is in a
locked process but in these tests.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

NAME = "_objcap_attacker"
DECLARATIONS = """
    long raw(long number, long a, long b, long c, long d, long e, long f);
    long entry32(long number);
    long address(void *memory);
"""
SOURCE = """
#include <errno.h>
#include <unistd.h>
#include <sys/syscall.h>

static long raw(long number, long a, long b, long c, long d, long e, long f)
{
    long result = syscall(number, a, b, c, d, e, f);
    return result < 0 ? -errno : result;
}

/* The way into the kernel of 32-bit programs, whose numbers are others. */
static long entry32(long number)
{
#ifdef __x86_64__
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(0) : "memory", "r8", "r9", "r10", "r11");
    return result;
#else
    (void)number;
    return -ENOSYS;
#endif
}

static long address(void *memory)
{
    return (long)memory;
}
"""


def build(folder: Path) -> None:
    """Compile it into a folder."""
    import cffi

    builder = cffi.FFI()
    builder.cdef(DECLARATIONS)
    builder.set_source(NAME, SOURCE)
    builder.compile(tmpdir=str(folder))


def load(folder: str) -> ModuleType:
    """Import it from there."""
    sys.path.insert(0, folder)
    try:
        return __import__(NAME)
    finally:
        del sys.path[0]
