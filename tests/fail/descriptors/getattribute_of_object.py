"""object.__getattribute__ goes round what the type defines

Technique: object.__getattribute__(f, "__closure__")
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = object.__getattribute__(host_function, "__closure__")[0].cell_contents
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
