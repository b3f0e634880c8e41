"""The host writes down an exception of the guest

Technique: its __str__ runs in the host and looks at the frames there
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError or KeyError
Harness: broker
"""

try:
    import sys

    loot = []

    class Spy(Exception):
        def __str__(self):
            frame = sys._getframe()
            while frame is not None:
                if "password" in frame.f_locals:
                    loot.append(frame.f_locals["password"])
                frame = frame.f_back
            return "nothing"

    def burn(number):
        raise Spy

    visit_safely(burn)
    if not loot:
        raise type("NoEffect", (Exception,), {})("no frame of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
