"""The name of the module is a str subclass that lies

Technique: comparisons, splitting and hashing of the name say math, its characters say posix
Versions: 3.11 3.12 3.13
Origin: pysandbox, bpo lore
Expected: ImportError or TypeError or AttributeError
"""

try:

    class Name(str):
        armed = False

        def __eq__(self, other):
            return other == "math" or str.__eq__(self, other)

        __hash__ = str.__hash__

        def __str__(self):
            return "math"

        def partition(self, separator):
            return "math", "", ""

        def rpartition(self, separator):
            return "", "", "math"

        def split(self, *arguments):
            return ["math"]

        def startswith(self, *arguments):
            return False

        def encode(self, *arguments):
            return b"math"

    loot = __import__(Name("posix")).listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
