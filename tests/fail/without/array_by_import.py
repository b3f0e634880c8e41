"""The array type by import

Technique: the module, and the type of an array that the library makes
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Options: --without array
"""

try:
    import array

    loot = array.array("b", [1])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
