"""A slot method of the host is pickled by hand

Technique: method-wrapper.__reduce__() gives getattr and the object
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    loot = host_slot_method.__reduce__()[1][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
