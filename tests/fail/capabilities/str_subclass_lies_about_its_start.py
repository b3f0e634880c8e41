"""A path is checked, and another is opened

Technique: a str subclass whose startswith() says yes; the text beneath is another
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    class Name(str):
        def startswith(self, prefix):
            return prefix == "public"

    loot = read(Name("private.txt"))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
