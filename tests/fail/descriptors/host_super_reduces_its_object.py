"""The object behind a super object is taken apart

Technique: __reduce_ex__ and __getstate__ of object, bound to the private instance
Versions: 3.11 3.12 3.13
Origin: found by the reachability walker
Expected: AttributeError
Harness: host
"""

try:
    loot = host_super.__reduce_ex__(2)[2], host_super.__getstate__()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
