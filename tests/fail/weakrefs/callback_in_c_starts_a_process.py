"""A weak-reference callback in C starts a process

Technique: the callback is a partial of os.system: it runs with no frame of the guest's on the stack
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or NoEffect or ImportError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import functools
    import os
    import weakref

    class Thing:
        pass

    found = []
    thing = Thing()
    reference = weakref.ref(thing, functools.partial(next, map(found.append, map(os.system, ["exit 7"]))))
    del thing
    if not found:
        raise NoEffect("the callback did nothing")
    loot = f"status {found[0]}"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
