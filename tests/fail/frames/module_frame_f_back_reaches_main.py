"""The frame below the guest's main module

Technique: f_back from the top of the guest's own stack
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError
Harness: host
"""

try:
    import sys

    loot = sys._getframe().f_back.f_globals["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
