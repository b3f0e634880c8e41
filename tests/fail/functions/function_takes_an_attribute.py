"""A guest sets an attribute of a host function

Technique: host code that keeps state in attributes of its functions reads the guest's value
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    host_trusts.trusted = "set by the guest"
    loot = host_trusts()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
