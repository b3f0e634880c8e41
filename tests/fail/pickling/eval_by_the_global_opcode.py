"""A pickle evaluates a text

Technique: builtins.eval and exec by their old and new names
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import pickle

    loot = pickle.loads(b'c__builtin__\neval\n(S\'__import__("posix").listdir("/")\'\ntR.')
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
