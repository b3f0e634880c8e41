"""weakref.finalize registers a function for the end

Technique: finalize uses atexit by itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

import weakref


class Thing:
    """Alive until the end."""


def last(fetch=__import__):
    """Run at the end."""
    fetch("os").system("echo ESCAPED: a finaliser ran by atexit")


thing = Thing()
weakref.finalize(thing, last)
print("REFUSED: NoEffect: nothing happened at the end", flush=True)
