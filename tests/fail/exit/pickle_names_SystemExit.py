"""A pickle names SystemExit

Technique: the global opcode, in the old and the new name of builtins
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import pickle

    try:
        loot = pickle.loads(b"cbuiltins\nSystemExit\n.")
    except AttributeError:
        loot = pickle.loads(b"cexceptions\nSystemExit\n.")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
