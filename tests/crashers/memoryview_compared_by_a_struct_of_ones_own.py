"""Memoryviews of two formats are unpacked by what is called struct, and its results taken for tuples.

Object: struct_unpack_single() in Objects/memoryobject.c, which asks anything for the length of a tuple
Crashes: 3.11 3.12 3.13
Under objcap: refused
"""

import array
import sys
import types


class Struct:
    def __init__(self, format):
        pass

    def unpack_from(self, memory):
        return bytes([200])  # a length of one, and then its hash where a tuple has an item


sys.modules["struct"] = types.ModuleType("struct")
sys.modules["struct"].Struct = Struct
print(memoryview(array.array("b", [1])) == memoryview(array.array("i", [1])))
