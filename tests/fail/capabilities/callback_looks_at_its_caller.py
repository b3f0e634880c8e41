"""A callback looks at the frame that calls it

Technique: sys._getframe().f_back
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError or NoEffect
Harness: broker
"""

try:
    import sys

    loot = []

    def look(number):
        loot.append(sys._getframe().f_back.f_locals["password"])

    visit(look)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
