"""The package comes out of a property of a forged spec

Technique: the import function reads globals["__spec__"].parent; a str subclass comes back
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or KeyError or AttributeError or TypeError
"""

try:

    class Parent(str):
        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

    class Spec:
        parent = Parent("importlib")

    space = {"__spec__": Spec(), "__package__": Spec.parent, "__name__": "x"}
    loot = __import__("machinery", space, None, ("x",), 1).BuiltinImporter.load_module("posix").listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
