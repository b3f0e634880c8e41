"""The allocator tells of the whole process

Technique: sys._debugmallocstats writes to the standard error descriptor
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    sys._debugmallocstats()
    loot = "statistics on the descriptor"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
