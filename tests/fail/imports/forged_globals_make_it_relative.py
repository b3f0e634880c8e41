"""Forged globals make the import relative to os

Technique: __import__ with level 1 takes the name from __package__ of a dict that the caller supplies
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or KeyError or AttributeError or PermissionError
"""

try:
    import os

    module = __import__("", {"__package__": "os", "__name__": "os", "__path__": []}, None, ("listdir",), 1)
    loot = module.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
