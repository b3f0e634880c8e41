"""A value in a thread-local object is freed after the modules

Technique: the dict of _thread._local belongs to the thread state, which is cleared last
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

import functools

try:
    from _thread import _local
except ImportError:
    from threading import local as _local


class Last:
    """Freed with the thread state."""


try:
    from posix import system
except ImportError:
    system = print

Last.__del__ = functools.partial(system, "echo ESCAPED: a C finaliser ran when the thread state was cleared")
store = _local()
store.last = Last()
store.me = store
if system is print:
    Last.__del__ = None
print("REFUSED: NoEffect: nothing happened at the end", flush=True)
