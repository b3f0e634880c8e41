"""A name that looks harmless and equals __dict__

Technique: a str subclass passes the check of names by its text and finds another attribute by its __eq__
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:

    class Fake(str):
        def __hash__(self):
            return hash("__dict__")

        def __eq__(self, other):
            return other == "__dict__"

    loot = getattr(host_super, Fake("greet"))["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
