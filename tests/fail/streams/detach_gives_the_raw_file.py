"""A stream is taken apart

Technique: detach of the text layer, then of the buffer, gives the FileIO
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or UnsupportedOperation or TypeError
"""

try:
    import sys

    raw = sys.stdin.detach().detach()
    loot = type(raw)("/etc/passwd").readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
