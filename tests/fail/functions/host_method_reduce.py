"""A bound method is taken apart

Technique: method.__reduce__ returns getattr and the pair of object and name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or PermissionError
Harness: host
"""

try:
    loot = host_method.__reduce__()[1][0].key
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
