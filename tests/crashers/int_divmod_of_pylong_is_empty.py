"""Big ints are divided by _pylong.int_divmod(), and two items taken from the tuple that it returns.

Object: pylong_int_divmod() in Objects/longobject.c, which looks at the type and not at the length
Crashes: 3.12 3.13
Under objcap: refused
"""

import sys
import types

sys.modules["_pylong"] = types.ModuleType("_pylong")
sys.modules["_pylong"].int_divmod = lambda a, b: ()
print((1 << 400_000) // (1 << 150_000 | 1) > 0)
