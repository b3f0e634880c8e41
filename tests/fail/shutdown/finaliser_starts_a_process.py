"""A finaliser at the end of the interpreter starts a process

Technique: __del__ of an object in the main module runs after atexit and after audit hooks are cleared
Versions: 3.11 3.12 3.13
Origin: seen on a prototype (3.12)
Expected: NoEffect
"""

try:
    from posix import system
except ImportError:
    try:
        from os import system
    except ImportError:
        system = None


class Last:
    """Dies with the main module."""

    run = system

    def __del__(self):
        if self.run is not None:
            type(self).run("echo ESCAPED: a finaliser started a process")


last = Last()
print("REFUSED: NoEffect: nothing happened at the end", flush=True)
