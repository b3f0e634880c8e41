"""The process changes how it is scheduled

Technique: os.sched_setaffinity, os.nice
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os

    os.sched_setaffinity(0, os.sched_getaffinity(0))
    loot = os.nice(0)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
