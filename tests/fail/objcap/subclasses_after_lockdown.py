"""The power to list subclasses, kept aside for the host

Technique: objcap.subclasses(object), after the lockdown
Versions: 3.11 3.12 3.13
Origin: 2007: objcap.subclasses
Expected: ImportError or AttributeError or PermissionError or LockdownError
Needs: objcap
"""

try:
    import objcap

    loot = [cls.__name__ for cls in objcap.subclasses(object)][:3]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
