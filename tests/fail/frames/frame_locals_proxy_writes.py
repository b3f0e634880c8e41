"""A host frame's locals are overwritten

Technique: FrameLocalsProxy writes through to fast locals, new in 3.13
Versions: 3.13
Origin: PEP 667; seen on a prototype
Expected: AttributeError or TypeError or ValueError or PermissionError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    def write():
        sys._getframe(1).f_locals["key"] = ""
        return 1

    if host_caller(write) is not None:
        raise NoEffect("the host's local is what it was")
    loot = "the host's frame computes with the guest's value"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
