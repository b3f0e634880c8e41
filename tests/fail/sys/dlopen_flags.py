"""The flags for loading libraries are changed

Technique: sys.setdlopenflags
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    before = sys.getdlopenflags()
    sys.setdlopenflags(before | 8)
    loot = sys.getdlopenflags()
    sys.setdlopenflags(before)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
