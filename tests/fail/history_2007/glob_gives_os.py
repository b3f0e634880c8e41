"""glob gives os

Technique: glob.os, imported by the module for its own use
Versions: 3.11 3.12 3.13
Origin: 2007, from the comments
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import glob

    loot = glob.os.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
