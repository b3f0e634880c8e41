"""The signature of a handed-out function

Technique: inspect.signature() shows the values of defaults
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ValueError or TypeError or KeyError
Harness: broker
"""

try:
    import inspect

    loot = str(inspect.signature(closure).parameters["default"].default)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
