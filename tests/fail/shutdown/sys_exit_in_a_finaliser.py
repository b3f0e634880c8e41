"""An exit inside a finaliser

Technique: SystemExit raised in __del__, in the middle of other code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or NameError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    class Thing:
        def __del__(self):
            done.append(1)
            sys.exit(7)

    done = []
    caught = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda info: caught.append(info.exc_type)
    Thing()
    sys.unraisablehook = hook
    heap_type = 1 << 9
    if not caught or caught[0].__flags__ & heap_type:
        raise NoEffect("no SystemExit of the interpreter's own")
    loot = caught[0].__name__
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
