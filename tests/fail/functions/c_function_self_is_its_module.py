"""A C function leads to its module

Technique: __self__ of a function that a library module imported by name: random._urandom.__self__ is
  posix
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or ImportError
"""

try:
    import random

    loot = random._urandom.__self__.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
