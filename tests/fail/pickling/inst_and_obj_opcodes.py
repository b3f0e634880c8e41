"""The oldest opcodes call classes and functions

Technique: INST and OBJ with a function of posix
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import pickle

    try:
        loot = pickle.loads(b"(S'/'\niposix\nlistdir\n.")
    except (AttributeError, ImportError):
        loot = pickle.loads(b"(cposix\nlistdir\nS'/'\no.")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
