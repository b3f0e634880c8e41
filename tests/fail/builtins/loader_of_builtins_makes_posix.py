"""The loader of builtins makes any built-in module

Technique: builtins.__loader__ is BuiltinImporter, whose load_module takes a name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import builtins

    loot = builtins.__loader__.load_module("posix").listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
