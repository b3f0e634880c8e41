"""A function of the host is stopped between two steps

Technique: called so deep in the stack that it fails after the first
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or RecursionError
Harness: broker
"""

try:
    import sys

    sys.setrecursionlimit(600)

    def dive():
        try:
            dive()
        except RecursionError:
            pass
        try:
            move(1)
        except RecursionError:
            pass

    dive()
    after = balances()
    if after["account"] + after["savings"] == 1000:
        raise type("NoEffect", (Exception,), {})("nothing was lost")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {after!r:.120}")
