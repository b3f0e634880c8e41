"""os.stat_result calls a function of the state of whatever is called posix.

Object: statresult_new() in Modules/posixmodule.c, which takes sys.modules["posix"] for its own module
Crashes: 3.12 3.13
Under objcap: refused
"""

import os
import sys


class Other:
    pass


for other in (Other(), 5, b"", sys.modules["_io"]):
    sys.modules["posix"] = other
    try:
        print(os.stat_result(range(10)))
    except SystemError:
        pass
