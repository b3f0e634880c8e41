"""CPython's printer of warnings opens source files with what sys.modules calls io, and reads their descriptors

Technique: without a module `warnings`, C prints a warning with its line of source: it calls io.open() and asks
    the result for fileno(), and reads and rewinds that descriptor
Versions: 3.11 3.12
Origin: own idea
Expected: NoEffect
"""

import sys
import types

asked = []


class File:
    def fileno(self):
        asked.append("fileno")
        return 0

    def close(self):
        pass


def open_anything(*args, **kwargs):
    asked.append(args)
    return File()


sys.modules["io"] = types.ModuleType("io")
sys.modules["io"].open = open_anything
sys.modules["io"].TextIOWrapper = lambda *args, **kwargs: File()
sys.modules.pop("warnings", None)
compile("1 is 1", "/etc/passwd", "eval")
if "fileno" in asked:
    print("ESCAPED:", asked)
else:
    print(f"REFUSED: NoEffect: asked {asked}")
