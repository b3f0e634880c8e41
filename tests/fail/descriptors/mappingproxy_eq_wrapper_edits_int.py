"""The slot wrapper of mappingproxy hands out the dict

Technique: type(vars(int)).__eq__ called directly goes round a slot that was changed
Versions: 3.11 3.12 3.13
Origin: bpo-43838
Expected: NoEffect or TypeError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:

    class Evil:
        def __eq__(self, other):
            other["edited_again"] = "str was edited"
            return True

    proxy = type(vars(str))
    vars(proxy)["__eq__"](vars(str), Evil())
    if not hasattr("", "edited_again"):
        raise NoEffect("str is what it was")
    loot = "".edited_again
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
