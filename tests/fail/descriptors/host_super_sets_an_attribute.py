"""An attribute of the object behind a super object is set

Technique: __setattr__ of object, bound to the private instance
Versions: 3.11 3.12 3.13
Origin: found by the reachability walker
Expected: AttributeError
Harness: host
"""

try:
    host_super.__setattr__("key", "the guest was here")
    loot = host_super.__getattribute__("key")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
