"""bz2 imported open by name

Technique: bz2.BZ2File uses "from builtins import open as _builtin_open"
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NameError
Needs: bz2
"""

try:
    import bz2

    loot = bz2.BZ2File("/etc/passwd").fileno()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
