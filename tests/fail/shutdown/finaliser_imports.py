"""A finaliser at the end imports

Technique: sys.ps1 is deleted before the module table is taken down: its finaliser can still import
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
"""

import sys


class Last:
    """Dies when the interpreter clears the special names of sys, before it takes the modules down."""

    fetch = __import__

    def __del__(self):
        system = type(self).fetch("posix").system
        system("echo ESCAPED: a finaliser imported posix")


sys.ps1 = Last()
print("REFUSED: NoEffect: nothing happened at the end", flush=True)
