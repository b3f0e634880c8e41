"""The descriptor of standard output is opened for reading

Technique: sys.stdout.fileno and open on the number
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or NameError or PermissionError or UnsupportedOperation or OSError
"""

try:
    import sys

    loot = open(sys.stdout.fileno(), "wb", closefd=False).write(b"")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
