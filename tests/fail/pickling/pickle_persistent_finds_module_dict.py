"""A pickle takes the module table

Technique: GLOBAL sys modules, then BUILD and SETITEMS over it: the C unpickler imports without a dot
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import pickle

    data = b"csys\nmodules\n(S'posix'\ncposix\nlistdir\nu0cos\nlistdir\n(S'/'\ntR."
    loot = pickle.loads(data)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
