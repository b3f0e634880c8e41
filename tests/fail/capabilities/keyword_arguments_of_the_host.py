"""Keywords reach parameters that were not meant

Technique: default parameters of the function hold the secret and are replaced by a key that lies
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    class Name(str):
        def __eq__(self, other):
            found.append(other)
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    found = []
    try:
        read(**{Name("nam"): "x"})
    except TypeError as error:
        failure = error
    if not found:
        raise failure
    loot = found, read.__globals__["TOKEN"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
