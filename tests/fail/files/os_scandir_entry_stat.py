"""Entries of a folder ask the kernel by themselves

Technique: DirEntry.stat of os.scandir
Versions: 3.11 3.12 3.13
Origin: seen on a prototype: instances made before still worked
Expected: AttributeError or PermissionError
"""

try:
    import os

    loot = [entry.stat().st_size for entry in os.scandir("/etc") if entry.name == "passwd"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
