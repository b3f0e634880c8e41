"""os.fdopen wraps a number

Technique: os.fdopen calls io.open with a descriptor
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or OSError
"""

try:
    import os

    loot = os.fdopen(0, closefd=False).name + 1
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
