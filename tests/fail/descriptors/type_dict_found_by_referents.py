"""The collector hands out the dict of a type

Technique: gc.get_referents(vars(tuple)) is the dict behind the proxy
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import gc

    gc.get_referents(vars(tuple))[0]["edited"] = "tuple was edited"
    loot = getattr((), "edited", None) or gc.get_referents(vars(tuple))[0]["edited"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
