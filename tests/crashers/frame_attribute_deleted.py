"""Deleting f_trace_opcodes of a frame follows a null pointer

Crashes: 3.12 3.13
Under objcap: refused
"""

import sys

del sys._getframe().f_trace_opcodes
