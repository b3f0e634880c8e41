"""A pickled function names its module, and the module is imported

Technique: the name in the pickle leads to the host's main module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PicklingError or KeyError or PermissionError or NoEffect
Harness: host
"""

try:
    import pickle
    import sys

    text = pickle.dumps(host_len, 0).split()[0].decode()
    loot = vars(sys.modules[text.removeprefix("c")])["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
