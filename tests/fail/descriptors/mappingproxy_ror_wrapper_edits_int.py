"""The reflected union of mappingproxy hands out the dict

Technique: mappingproxy.__ror__(proxy, evil) calls evil's __or__ with the dict
Versions: 3.11 3.12 3.13
Origin: bpo-43838
Expected: NoEffect or TypeError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:

    class Evil:
        def __or__(self, other):
            other["edited"] = "bytes was edited"
            return other

    proxy = type(vars(bytes))
    proxy.__ror__(vars(bytes), Evil())
    if not hasattr(b"", "edited"):
        raise NoEffect("bytes is what it was")
    loot = b"".edited
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
