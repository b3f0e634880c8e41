"""A memoryview of memory that memoryview has freed, kept by a `struct` of one's own

Technique: memoryviews of different formats are unpacked by what sys.modules calls struct; it is handed a
    memoryview of a buffer that is freed when the comparison is over
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

import array
import sys
import types

kept = []


class Struct:
    def __init__(self, format):
        pass

    def unpack_from(self, memory):
        kept.append(memory)
        return ()


sys.modules["struct"] = types.ModuleType("struct")
sys.modules["struct"].Struct = Struct
equal = memoryview(array.array("b", [1])) == memoryview(array.array("i", [1]))
if kept:
    print("ESCAPED: writable memory that is free:", kept[0])
else:
    print(f"REFUSED: NoEffect: nothing was asked, and the comparison says {equal}")
