"""An argument's finaliser runs on a frame of the host

Technique: items that are equal are dropped by a set of the host's, and __del__ looks up the stack
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:
    import sys

    class Item:
        def __eq__(self, other):
            return True

        def __hash__(self):
            return 1

        def __del__(self):
            frame = sys._getframe(1)
            if "TOKEN" in frame.f_globals:
                found.append(frame.f_globals["TOKEN"])

    class Items:
        def __iter__(self):
            for _ in range(3):
                yield Item()

        def count(self, value):
            return value

    found = []
    try:
        count(Items())
    except TypeError:
        if not found:
            raise
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
