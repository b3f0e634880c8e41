"""The name of the attribute is a str subclass that lies

Technique: comparisons of the name say __name__, its characters say __globals__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:

    class Name(str):
        def __eq__(self, other):
            return other == "__name__" or str.__eq__(self, other)

        __hash__ = str.__hash__

    loot = getattr(host_len, Name("__globals__"))["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
