"""The function beneath a wrapper

Technique: __wrapped__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: broker
"""

try:
    loot = wrapped.__wrapped__.__closure__[0].cell_contents
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
