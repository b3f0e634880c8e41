"""A cycle that the last collection frees

Technique: a module object of the guest's in sys.modules whose dict is cleared after everything else
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

import sys
import types


class Last:
    """In a reference cycle, so that only the last collection frees it."""

    def __init__(self):
        self.me = self
        self.find = sys.modules.copy().get

    def __del__(self):
        posix = self.find("posix")
        if posix is not None:
            posix.system("echo ESCAPED: a finaliser used the module table")


module = types.ModuleType("zzz")
module.last = Last()
sys.modules["zzz"] = module
del module
print("REFUSED: NoEffect: nothing happened at the end", flush=True)
