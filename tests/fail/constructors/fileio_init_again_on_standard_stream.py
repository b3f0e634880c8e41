"""A standard stream is initialised again with another file

Technique: sys.stdin.buffer.raw.__init__(path): the object exists, only its descriptor changes
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import sys

    sys.stdin.buffer.raw.__init__("/etc/passwd")
    loot = sys.stdin.buffer.raw.readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
