"""The repr of a method shows the object behind it

Technique: repr(method) calls the __repr__ of its object, which for a dataclass shows all fields
Versions: 3.11 3.12 3.13
Origin: own search
Expected: LookupError
Harness: host
"""

try:
    loot = repr(host_order)
    if "customer" not in loot:
        raise LookupError(f"no fields in {loot.partition(' at ')[0]}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
