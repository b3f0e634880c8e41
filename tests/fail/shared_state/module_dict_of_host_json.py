"""A guest writes into a module that the host uses

Technique: an attribute of json is replaced, and the host dumps
Versions: 3.11 3.12 3.13
Origin: 2007: writing into other modules' attributes
Expected: NoEffect or ImportError or AttributeError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import json

    json.dumps = lambda value: "made by the guest"
    loot = host_dump(1)
    if loot == "1":
        raise NoEffect("the host has a json of its own")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
