"""A limit is compared with a number that lies

Technique: an int subclass whose comparisons are always true
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    class Amount(int):
        def __le__(self, other):
            return True

        def __ge__(self, other):
            return True

    left = withdraw(Amount(900))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {left!r:.120}")
