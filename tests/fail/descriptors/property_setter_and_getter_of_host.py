"""A property of the host gives its function to a copy

Technique: property.getter, setter and __set_name__ of a property on a host class
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    copied = vars(host_class)["motto"].setter(None)
    loot = copied.fget.__globals__["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
