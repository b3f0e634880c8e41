"""A copy of the process by fork

Technique: os.fork
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import os

    child = os.fork()
    if not child:
        os._exit(6)
    loot = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
