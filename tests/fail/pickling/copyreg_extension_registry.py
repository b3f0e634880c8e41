"""A pickle names a function by number

Technique: copyreg.add_extension and the EXT1 opcode
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or UnpicklingError or PermissionError or AttributeError
"""

try:
    import copyreg
    import pickle

    copyreg.add_extension("posix", "getppid", 240)
    try:
        loot = pickle.loads(b"\x80\x02\x82\xf0)R.")
    finally:
        copyreg.remove_extension("posix", "getppid", 240)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
