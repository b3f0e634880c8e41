"""typing.Generic is a class that anybody can change

Technique: a heap type of the C module _typing from 3.12 on
Versions: 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
"""

try:
    import _typing

    _typing.Generic.edited = "edited by the guest"
    loot = _typing.Generic.edited
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
