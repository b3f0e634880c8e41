"""The cause of an exception

Technique: __cause__ and its file name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: broker
"""

try:
    try:
        fail(1)
    except LookupError as error:
        loot = error.__cause__.filename
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
