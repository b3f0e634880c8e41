"""The extension modules that the 2007 interpreter let in, under today's names.

Options: --strict
"""

import _ast
import _bisect
import _codecs
import _collections
import _csv
import _datetime
import _functools
import _hashlib
import _heapq
import _operator
import _random
import _sre
import _struct
import _symtable
import _weakref
import array
import binascii
import cmath
import errno
import itertools
import math
import time
import unicodedata
import zlib

assert math.sqrt(16) == 4 and cmath.sqrt(-1) == 1j
assert zlib.decompress(zlib.compress(b"x" * 100)) == b"x" * 100
assert array.array("i", [1, 2]).tolist() == [1, 2]
assert unicodedata.lookup("BLACK STAR") == "★" == "\N{BLACK STAR}"
assert list(itertools.islice(itertools.count(), 3)) == [0, 1, 2]
assert _struct.pack("<H", 1) == b"\1\0" and binascii.hexlify(b"a") == b"61"
assert errno.ENOENT == 2 and time.time() > 0
assert _hashlib.new("sha256", b"").hexdigest().startswith("e3b0")
assert _csv.reader(["a,b"]).__next__() == ["a", "b"]
for module in (_ast, _bisect, _codecs, _collections, _datetime, _functools, _heapq, _operator):
    assert module.__name__
for module in (_random, _sre, _symtable, _weakref):
    assert module.__name__

for name in ("sys", "os", "io", "json", "re", "posix", "_thread", "importlib"):
    try:
        __import__(name)
    except ImportError as error:
        assert "objcap: import of" in str(error), error
    else:
        assert name == "_thread", f"strict mode has imported {name}"
