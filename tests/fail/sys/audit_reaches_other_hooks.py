"""The guest raises audit events

Technique: sys.audit with an event of its own choice is seen by every hook of the host
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or PermissionError or AttributeError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    sys.audit("os.system", b"not really")
    if not hasattr(sys, "addaudithook"):
        raise NoEffect("the event reached nobody")
    loot = "event raised"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
