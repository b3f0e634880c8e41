"""A class below a host ABC says that every int is one

Technique: an ABC asks all its subclasses: the __subclasshook__ of a guest's answers for types that are not its own
Versions: 3.11 3.12 3.13
Origin: own search
Expected: LookupError
Harness: host
"""

try:

    class Spy(host_abc):
        @classmethod
        def __subclasshook__(cls, other):
            return True

    loot = isinstance(3, host_abc)
    if not loot:
        raise LookupError("no int is")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
