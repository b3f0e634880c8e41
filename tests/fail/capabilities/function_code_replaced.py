"""The code of a handed-out function is replaced

Technique: assign to __code__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: broker
"""

try:

    def other(name):
        return TOKEN

    read.__code__ = other.__code__
    loot = read("public.txt")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
