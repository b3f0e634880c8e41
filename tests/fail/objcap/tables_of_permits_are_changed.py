"""The tables of the lockdown are changed

Technique: objcap.permits_modules.MODULES, by import and through the package
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ModuleNotFoundError
Needs: objcap
"""

try:
    import importlib

    loot = importlib.import_module("objcap.permits_modules").MODULES[:1]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
