"""runpy runs a forbidden module as main

Technique: run_module finds the module through pkgutil and executes its code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError
"""

try:
    import runpy

    loot = runpy.run_module("shutil")["os"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
