"""sys hands out a frame further up

Technique: sys._getframe(1)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or ValueError or PermissionError or KeyError
Harness: host
"""

try:
    import sys

    loot = host_caller(lambda: sys._getframe(1).f_globals["HOST_SECRET"])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
