"""The copy protocol allocates and initialises FileIO

Technique: copyreg.__newobj__ and copyreg._reconstructor call __new__ and __init__ of a base for the
  caller
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import copyreg
    import io

    file = copyreg.__newobj__(io.FileIO)
    type(file).__init__(file, "/etc/passwd")
    loot = file.readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
