"""A traceback object is built around a frame

Technique: types.TracebackType(None, frame, 0, 0) and traceback.format_exception show the line of the
  host's source
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or ValueError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys
    import traceback
    import types

    frame = host_caller(sys._getframe, 0)
    made = types.TracebackType(None, frame, frame.f_lasti, frame.f_lineno)
    loot = [line for line in traceback.format_tb(made) if "host_harness" in line]
    if not loot:
        raise NoEffect("no source of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
