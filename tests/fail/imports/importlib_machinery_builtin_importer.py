"""BuiltinImporter from importlib.machinery

Technique: find_spec and module_from_spec on the class itself; no finder is asked
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError
"""

try:
    import importlib.machinery
    import importlib.util

    spec = importlib.machinery.BuiltinImporter.find_spec("posix")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loot = module.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
