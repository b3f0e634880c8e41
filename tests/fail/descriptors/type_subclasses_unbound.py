"""type.__subclasses__ is called with a host class

Technique: the method of type, taken from type itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or PermissionError
Harness: host
"""

try:
    loot = type.__subclasses__(host_class)[0].label
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
