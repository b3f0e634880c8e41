"""What a function raises is looked at by sys

Technique: sys.exc_info() and traceback.walk_tb()
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError
Harness: broker
"""

try:
    import sys
    import traceback

    try:
        fail(1)
    except LookupError:
        frames = [frame for frame, _ in traceback.walk_tb(sys.exc_info()[2])]
    loot = [frame.f_globals["TOKEN"] for frame in frames if "TOKEN" in frame.f_globals]
    if not loot:
        raise type("NoEffect", (Exception,), {})("no frame of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
