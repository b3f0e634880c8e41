"""The main module says how it was started

Technique: __spec__, __file__ and sys.argv of the host's main module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import sys

    loot = sys.modules["__main__"].__file__
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
