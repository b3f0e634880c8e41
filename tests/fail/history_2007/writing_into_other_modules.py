"""Writing into the attributes of other modules changes what the host uses

Technique: replace an attribute of a module that the host has imported
Versions: 3.11 3.12 3.13
Origin: comments on the 2007 system
Expected: NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened to the host."""


try:
    import json

    json.dumps = lambda *args, **kwargs: "the guest's"
    json.encoder.encode_basestring_ascii = json.dumps
    if host_dump({"key": 1}) != "the guest's":
        raise NoEffect("the host's json is its own")
    loot = "the host calls the guest's function"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
