"""A buffer is changed after it was passed

Technique: a bytearray, memoryview and array that the guest goes on changing
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: broker
"""

try:
    data = bytearray(b"public.txt")
    loot = count([memoryview(bytes(data))]), export(data.decode()), settings().password
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
