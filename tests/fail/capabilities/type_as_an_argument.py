"""A class is passed where a value is expected

Technique: a class whose metaclass answers comparisons with the secret
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    class Meta(type):
        def __eq__(cls, other):
            found.append(other)
            return False

        def __hash__(cls):
            return 1

    class Item(metaclass=Meta):
        pass

    found = []
    count([Item])
    loot = [value for value in found if isinstance(value, str)][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
