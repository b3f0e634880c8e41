"""A callback of the guest's runs when the interpreter ends

Technique: atexit.register with a C function of posix
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import atexit
    import os

    atexit.register(os.system, "exit 3")
    atexit._run_exitfuncs()
    loot = "os.system ran"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
