"""Hooks of the guest's run while the host makes a class

Technique: an object with __mro_entries__ sees the frame that makes the class
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: IndexError
Harness: host
"""

try:
    import sys

    class Base:
        def __mro_entries__(self, bases):
            frame = sys._getframe(1)
            while frame is not None:
                if "HOST_SECRET" in frame.f_globals:
                    found.append(frame.f_globals["HOST_SECRET"])
                frame = frame.f_back
            return ()

    found = []
    host_caller(__import__("types").new_class, "X", (Base(),))
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
