"""The name of the module climbs out of its package

Technique: importlib.import_module with levels, and __import__ with a level of the guest's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import importlib
    import sys
    import types

    package = types.ModuleType("a.b")
    package.__path__ = []
    sys.modules["a"] = sys.modules["a.b"] = package
    try:
        module = importlib.import_module("..posix", "a.b.c")
    except ImportError:
        module = __import__("posix", {"__package__": "", "__name__": "x"}, None, ["*"], 0)
    loot = module.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
