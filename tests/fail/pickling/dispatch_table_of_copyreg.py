"""The dispatch table makes the host copy differently

Technique: copyreg.dispatch_table is shared by copy and pickle of everybody
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or TypeError or PermissionError
"""

try:
    import copy
    import copyreg

    class Thing:
        pass

    import posix

    copyreg.dispatch_table[Thing] = lambda thing: (posix.getppid, ())
    loot = copy.copy(Thing())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
