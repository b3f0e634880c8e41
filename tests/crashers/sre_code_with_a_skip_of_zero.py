"""The validator of patterns goes on before the code when a skip is 0

Crashes: 3.11 3.12 3.13
Under objcap: refused
"""

import _sre
from re import _constants as c

info, literal, success, inside = int(c.INFO), int(c.LITERAL), int(c.SUCCESS), int(c.IN_UNI_IGNORE)
repeat, some, span = int(c.REPEAT_ONE), int(c.IN), int(c.RANGE)
for code in (
    [info, 4, 0, 3, 3, 40, 97, 40, 98, inside, 0, literal, 105, literal, 305, 0, success],
    [info, 4, 0, 2, 2**32 - 1, repeat, 0, 1, 2**32 - 1, some, 8, span, 97, 122, span, 48, 57]
    + [0, success, literal, 120, success],
):
    try:
        _sre.compile("x", 34, code, 0, {}, ())
    except RuntimeError:
        pass
