"""The collector says what a bound method refers to

Technique: gc.get_referents(method)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or LookupError
Harness: host
"""

try:
    import gc

    loot = [value.key for value in gc.get_referents(host_method) if hasattr(value, "key")][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
