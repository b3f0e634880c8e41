"""The names of a from-import lie

Technique: a fromlist whose items are str subclasses, below a forged package
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError
"""

try:
    import sys
    import types

    class Name(str):
        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

        def __radd__(self, other):
            return "posix"

    class Forged(types.ModuleType):
        __path__ = ()
        __name__ = Name("posix")

    sys.modules["forged"] = Forged("forged")
    __import__("forged", {}, {}, [Name("posix")], 0)
    loot = (sys.modules.get("forged.posix") or sys.modules["posix"]).listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
