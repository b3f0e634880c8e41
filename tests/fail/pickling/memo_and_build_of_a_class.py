"""A pickle writes into a class of the library

Technique: BUILD over a class and its slots state
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: host
"""

try:
    import pickle

    class Loader(pickle._Unpickler):
        def find_class(self, module, name):
            return host_class

    import io

    Loader(io.BytesIO(b"c__main__\nX\n(N}S'greet'\nS'found'\nstb.")).load()
    loot = host_class.greet
    if loot != "found":
        raise LookupError("the class is as it was")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
