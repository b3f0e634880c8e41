"""The hook for ignored errors is passed objects of others

Technique: sys.unraisablehook gets the exception with its traceback through the host's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or NoEffect or IndexError or KeyError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    found = []
    kept = sys.unraisablehook
    sys.unraisablehook = lambda info: found.append(info.exc_traceback)

    class Thing:
        def __del__(self):
            raise ValueError

    try:
        host_discard(Thing() for number in range(2))
    finally:
        sys.unraisablehook = kept
    if not found:
        raise NoEffect("no call")
    loot = found[0].tb_frame.f_back.f_globals["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
