"""_imp makes built-in modules

Technique: _imp.create_builtin and exec_builtin with any object that has a name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import types

    import _imp

    module = _imp.create_builtin(types.SimpleNamespace(name="posix"))
    _imp.exec_builtin(module)
    loot = module.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
