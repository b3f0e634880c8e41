"""The program's own file and the files beside it are read

Technique: __file__, loaders and open of the script's path
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import sys

    path = globals().get("__file__") or sys.argv[0]
    loot = __import__("io").open(path).read()[:40]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
