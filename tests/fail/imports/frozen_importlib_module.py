"""The frozen importlib is importable by its own name

Technique: _frozen_importlib holds BuiltinImporter and the sys and _imp that it was given at start-up
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or KeyError
"""

try:
    import _frozen_importlib

    loot = _frozen_importlib.sys.modules["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
