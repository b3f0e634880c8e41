"""sys lists the frame on top of every thread

Technique: sys._current_frames()
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import sys

    loot = [frame.f_globals["HOST_SECRET"] for frame in host_caller(sys._current_frames).values()][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
