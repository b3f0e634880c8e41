"""A memoryview is made by the method of the buffer protocol

Technique: bytes.__buffer__ and a class with __buffer__
Versions: 3.12 3.13
Origin: own idea
Expected: PermissionError
Options: --without memoryview
"""

try:

    class Buffer:
        def __buffer__(self, flags):
            found.append(b"x".__buffer__(0))
            return found[0]

    found = []
    loot = bytes(Buffer())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
