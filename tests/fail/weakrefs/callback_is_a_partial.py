"""The callback of a weak reference of the host is a partial

Technique: ref.__callback__ gives the partial, whose arguments are the host's
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    loot = host_partial_ref.__callback__.args
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
