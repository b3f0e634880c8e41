"""The host compares what it was given

Technique: __eq__ is called with the secret
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or NoEffect
Harness: broker
"""

try:
    loot = []

    class Item:
        def __eq__(self, other):
            loot.append(other)
            return False

        def __hash__(self):
            return 1

    count([Item()])
    if not loot:
        raise type("NoEffect", (Exception,), {})("nothing was compared")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
