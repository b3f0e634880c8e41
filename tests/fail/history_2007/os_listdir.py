"""os.listdir

Technique: the module os lists a folder
Versions: 3.11 3.12 3.13
Origin: 2007, from the comments
Expected: AttributeError or PermissionError
"""

try:
    import os

    loot = os.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
