"""The OrderedDict of C

Technique: _collections.OrderedDict, and the one of collections with a key that clears it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Options: --without OrderedDict
"""

try:
    import _collections

    loot = _collections.OrderedDict(a=1)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
