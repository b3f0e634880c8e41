"""A class below a host ABC is asked about private classes

Technique: an ABC asks all its subclasses: the __subclasshook__ of a guest's is handed the class of a private object
Versions: 3.11 3.12 3.13
Origin: own search
Expected: IndexError
Harness: host
"""

try:
    seen = []

    class Spy(host_abc):
        @classmethod
        def __subclasshook__(cls, other):
            seen.append(other)
            return NotImplemented

    host_checks()
    loot = [cls.label for cls in seen if hasattr(cls, "label")][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
