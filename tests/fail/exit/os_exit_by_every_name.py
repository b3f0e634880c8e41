"""The process ends by every alias of _exit

Technique: posix._exit, os._exit by globals of library functions
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os
    import sys

    pid = os.fork()
    if not pid:
        sys.modules["posix"]._exit(7)
    loot = os.waitpid(pid, 0)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
