"""A number is one thing when it is checked and another when it is used

Technique: an object whose __int__ differs from what it compared as
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:

    class Amount:
        def __le__(self, other):
            return True

        def __ge__(self, other):
            return True

        def __int__(self):
            return 900

    left = withdraw(Amount())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {left!r:.120}")
