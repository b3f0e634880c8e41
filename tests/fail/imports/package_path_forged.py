"""A package of the guest's own says where its modules are

Technique: __path__ of a module object in sys.modules
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or ModuleNotFoundError or AttributeError
"""

try:
    import sys
    import types

    package = types.ModuleType("package")
    package.__path__ = [sys.base_prefix + "/lib/python%d.%d/encodings" % sys.version_info[:2]]
    sys.modules["package"] = package
    import package.rot_13

    loot = package.rot_13.rot13_map[65]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
