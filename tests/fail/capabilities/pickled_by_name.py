"""Pickle finds what the functions are made of

Technique: a hand-made pickle names the module of the host
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or ModuleNotFoundError or ImportError or UnpicklingError or PermissionError
Harness: broker
"""

try:
    import pickle

    loot = pickle.loads(b"c__main__\nTOKEN\n.")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
