"""A metaclass with the hash of a private class

Technique: the sets of an ABC compare classes of one hash by the metaclass: addresses near the ABC's are tried as hashes
Versions: 3.11 3.12 3.13
Origin: own search
Expected: IndexError
Harness: host
"""

try:
    found = []
    address = id(host_abc)

    class Meta(type):
        def __hash__(cls):
            return address >> 4 | (address & 15) << 60

        def __eq__(cls, other):
            if hasattr(other, "label"):
                found.append(other.label)
            return False

    for address in range(id(host_abc) - (1 << 17), id(host_abc) + (1 << 17), 16):
        isinstance(Meta("Mine", (), {})(), host_abc)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
