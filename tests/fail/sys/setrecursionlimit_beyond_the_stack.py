"""The recursion limit is raised beyond the C stack

Technique: sys.setrecursionlimit with the largest number
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ValueError or AttributeError or PermissionError
"""

try:
    import sys

    sys.setrecursionlimit(2**31 - 1)
    loot = sys.getrecursionlimit()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
