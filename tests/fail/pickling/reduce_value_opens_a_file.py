"""An object's reduce value calls a constructor

Technique: copy.copy calls the function that __reduce_ex__ returns
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import copy
    import io

    class Thing:
        def __reduce_ex__(self, protocol):
            return io.FileIO, ("/etc/passwd",)

    loot = copy.copy(Thing()).readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
