"""A profile function sees the C calls of others

Technique: sys.setprofile is passed every C function that is about to be called
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import sys

    found = []
    sys.setprofile(lambda frame, event, argument: found.append(argument))
    try:
        sorted([2, 1])
    finally:
        sys.setprofile(None)
    loot = [value.__name__ for value in found if value is not None][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
