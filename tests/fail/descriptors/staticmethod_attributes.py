"""The attributes that a staticmethod copied from a host function

Technique: staticmethod.__dict__ holds the annotations of the function
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError or KeyError
Harness: host
"""

try:
    method = host_door.__dict__["check"]
    loot = method.__dict__["__annotations__"]["note"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
