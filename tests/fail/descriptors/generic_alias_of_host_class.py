"""A generic alias leads to what it was made of

Technique: types.GenericAlias over a host class passes attributes and calls on
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import types

    loot = types.GenericAlias(host_class, (int,)).__subclasses__()[0].label
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
