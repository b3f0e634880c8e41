"""The key of the module table lies

Technique: an entry of sys.modules whose key equals whatever C code asks for
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: IndexError
Harness: host
"""

try:
    import sys
    import time

    class Key(str):
        def __eq__(self, other):
            frame = sys._getframe(1)
            while frame is not None:
                found.extend(value for name, value in frame.f_globals.items() if name == "HOST_SECRET")
                frame = frame.f_back
            return False

        def __hash__(self):
            return hash("_strptime")

    found = []
    for name in list(sys.modules):
        if name == "_strptime":
            del sys.modules[name]
    sys.modules[Key("_strptime_")] = sys
    host_caller(time.strptime, "2020", "%Y")
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
