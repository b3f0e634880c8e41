"""The original streams survive a replacement

Technique: sys.__stdin__ and its raw file
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import sys

    file = sys.__stdin__.buffer.raw
    file.close()
    file.__init__("/etc/passwd")
    loot = file.readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
