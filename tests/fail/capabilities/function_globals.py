"""The globals of a handed-out function

Technique: __globals__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: broker
"""

try:
    loot = read.__globals__["TOKEN"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
