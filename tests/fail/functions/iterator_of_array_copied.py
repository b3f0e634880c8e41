"""The array behind an iterator of the host

Technique: copy.copy(array_iterator) asks __reduce__, which gives the array itself
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    import copy

    copied = copy.copy(host_array_iterator)
    copied.__setstate__(0)
    loot = bytes(copied)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
