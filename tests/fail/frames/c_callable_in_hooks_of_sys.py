"""C callables are the hooks of sys

Technique: displayhook and excepthook are partials that evaluate a name on the frame on top
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: host
"""

try:
    import functools
    import sys

    found = []
    sys.displayhook = functools.partial(next, map(found.append, map(eval, ["key"] * 9)))
    host_caller(eval, compile("1", "x", "single"))
    sys.unraisablehook = sys.displayhook

    class Dying:
        def __del__(self):
            raise ValueError

    host_caller([Dying()].clear)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
