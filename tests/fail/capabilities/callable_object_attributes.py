"""The state of a handed-out object

Technique: attributes of a callable instance
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: broker
"""

try:
    loot = callable_object.password
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
