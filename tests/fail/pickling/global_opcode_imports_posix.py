"""A pickle calls a function by name

Technique: the GLOBAL opcode, in C
Versions: 3.11 3.12 3.13
Origin: the classic exploit of pickle
Expected: ImportError or UnpicklingError or PermissionError or AttributeError
"""

try:
    import pickle

    loot = pickle.loads(b"cposix\ngetppid\n(tR.")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
