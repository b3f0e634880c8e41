"""Harmless path functions know the real os

Technique: os.path.join is Python code in posixpath, whose os is the real one
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or KeyError
"""

try:
    import os.path

    loot = os.path.join.__globals__["os"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
