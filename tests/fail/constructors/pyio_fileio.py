"""The pure-Python FileIO opens through os

Technique: _pyio.FileIO calls os.open of the os that it imported
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or OSError
"""

try:
    import _pyio

    loot = _pyio.FileIO("/etc/passwd").readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
