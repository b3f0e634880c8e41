"""The importer of frozen modules makes a second os

Technique: importlib.machinery.FrozenImporter loads os once more, which imports posix
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import importlib.machinery
    import importlib.util

    spec = importlib.machinery.FrozenImporter.find_spec("os")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loot = module.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
