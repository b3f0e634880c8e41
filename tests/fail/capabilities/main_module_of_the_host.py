"""The module that made the functions

Technique: sys.modules names it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or AttributeError or NoEffect
Harness: broker
"""

try:
    import sys

    loot = sys.modules[read.__module__].TOKEN
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
