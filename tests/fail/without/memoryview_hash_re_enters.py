"""The hash of a memoryview asks the object behind it

Technique: the slot and the slot wrapper of memoryview.__hash__
Versions: 3.11 3.12 3.13
Origin: CPython issue 142664
Expected: TypeError
Options: --without memoryview
"""

try:
    import array

    class Data(array.array):
        def __hash__(self):
            found.append(1)
            return 1

    found = []
    view = memoryview(Data("B", b"xx")).toreadonly()
    hash(view)
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
