"""An iterator of the host goes back to what is past

Technique: list_iterator.__setstate__(0) makes it give the first item again
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    host_iterator.__setstate__(0)
    loot = next(host_iterator)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
