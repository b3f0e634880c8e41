"""A mark of a pattern that is too large by two is written behind the array of marks

Crashes: 3.11 3.12 3.13
Under objcap: refused
"""

import _sre
from re import _constants as c

mark, success = int(c.MARK), int(c.SUCCESS)
pattern = _sre.compile("x", 0, [mark, 2, mark, 3, success], 1, {}, ())
for _ in range(100_000):
    pattern.match("a")
