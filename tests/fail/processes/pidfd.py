"""The kernel's handles of processes

Technique: os.pidfd_open of the process itself
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os

    loot = os.pidfd_open(os.getpid())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
