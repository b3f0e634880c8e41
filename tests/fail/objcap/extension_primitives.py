"""The C primitives of the lockdown

Technique: objcap._objcap imported by name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ModuleNotFoundError or AttributeError
Needs: objcap
"""

try:
    import objcap._objcap

    loot = [name for name in dir(objcap._objcap) if not name.startswith("__")]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
