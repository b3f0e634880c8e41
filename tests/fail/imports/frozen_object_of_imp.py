"""_imp hands out frozen code

Technique: _imp.get_frozen_object gives the code of os, which is executed in a namespace of the guest's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError
"""

try:
    import _imp

    namespace = {"__name__": "os"}
    exec(_imp.get_frozen_object("os"), namespace)
    loot = namespace["listdir"]("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
