"""The type of the raw standard stream opens files

Technique: type(sys.stdout.buffer.raw)(path)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import sys

    loot = type(sys.stdout.buffer.raw)("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
