"""An ordering comparison hands out the dict of a type

Technique: vars(list) < evil reflects to evil's __gt__ with the dict
Versions: 3.11 3.12 3.13
Origin: bpo-43838
Expected: NoEffect or TypeError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:

    class Evil:
        def __gt__(self, other):
            other["edited"] = "list was edited"
            return True

    vars(list) < Evil()
    if not hasattr([], "edited"):
        raise NoEffect("list is what it was")
    loot = [].edited
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
