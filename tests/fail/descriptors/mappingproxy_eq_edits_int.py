"""A comparison hands out the dict of a type

Technique: mappingproxy compares its dict with a foreign object, whose __eq__ gets the dict itself
Versions: 3.11 3.12 3.13
Origin: bpo-43838
Expected: NoEffect or TypeError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:

    class Evil:
        def __eq__(self, other):
            other["edited"] = "int was edited"
            return True

    vars(int) == Evil()
    if not hasattr(7, "edited"):
        raise NoEffect("int is what it was")
    loot = (7).edited
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
