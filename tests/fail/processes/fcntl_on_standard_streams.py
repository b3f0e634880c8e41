"""Flags of a descriptor are changed

Technique: fcntl.fcntl on standard input
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: fcntl
"""

try:
    import fcntl

    loot = fcntl.fcntl(0, fcntl.F_GETFD) + 1
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
