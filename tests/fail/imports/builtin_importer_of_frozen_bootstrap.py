"""The importer of built-in modules is taken from the bootstrap

Technique: _frozen_importlib.BuiltinImporter.load_module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import _frozen_importlib

    loot = _frozen_importlib.BuiltinImporter.load_module("posix").listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
