"""A descriptor is opened

Technique: os.open and os.read
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import os

    loot = os.read(os.open("/etc/passwd", os.O_RDONLY), 100)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
