"""The repr of a functools.partial walks arguments that a value's repr replaces

Crashes: 3.11 3.12 3.13
Under objcap: crashes
"""

import functools


class Value:
    def __repr__(self):
        partial.__setstate__((int, (), {}, {}))
        return "value"


partial = functools.partial(int, *[Value() for _ in range(5000)])
repr(partial)
partial = functools.partial(int, **{f"k{number}": Value() for number in range(500)})
repr(partial)
