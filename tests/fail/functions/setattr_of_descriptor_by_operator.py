"""A C callable sets an attribute of a host function

Technique: map(setattr, ...) and operator.setitem on its dict
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import collections

    collections.deque(map(setattr, [host_trusts], ["trusted"], ["guest"]))
    loot = host_trusts()
    if loot != "guest":
        raise LookupError("nothing was set")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
