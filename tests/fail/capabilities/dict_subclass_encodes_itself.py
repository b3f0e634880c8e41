"""A mapping of the guest is encoded by the host

Technique: items() of a dict subclass runs in the frames of json
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or NoEffect
Harness: broker
"""

try:
    import sys

    loot = []

    class Spy(dict):
        def items(self):
            frame = sys._getframe()
            while frame is not None:
                loot.extend(v for v in frame.f_locals.values() if "host-secret" in repr(v))
                frame = frame.f_back
            return []

        def __len__(self):
            return 1

    export(Spy(a=1))
    if not loot:
        raise type("NoEffect", (Exception,), {})("items() was not called")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
