"""The dict of the object behind a super object

Technique: __dict__ is found in the classes and bound to the private instance
Versions: 3.11 3.12 3.13
Origin: found by the reachability walker
Expected: AttributeError
Harness: host
"""

try:
    loot = host_super.__dict__["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
