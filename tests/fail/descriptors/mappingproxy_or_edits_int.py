"""A union hands out the dict of a type

Technique: vars(float) | evil calls __ror__ with the dict itself
Versions: 3.11 3.12 3.13
Origin: bpo-43838
Expected: NoEffect or TypeError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:

    class Evil:
        def __ror__(self, other):
            other["edited"] = "float was edited"
            return other

    vars(float) | Evil()
    if not hasattr(1.5, "edited"):
        raise NoEffect("float is what it was")
    loot = (1.5).edited
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
