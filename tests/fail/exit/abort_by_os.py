"""The process is aborted in a child and by itself

Technique: os.abort, faulthandler._sigsegv
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os

    if os.fork() == 0:
        os.abort()
    loot = os.wait()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
