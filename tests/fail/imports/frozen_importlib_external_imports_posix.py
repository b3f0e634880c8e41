"""The path importer holds the posix that it works with

Technique: _frozen_importlib_external._os
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import _frozen_importlib_external

    loot = _frozen_importlib_external._os.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
