"""The process is ended without any cleaning up

Technique: os._exit; a child of the shell prints nothing more
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import os

    print("ESCAPED: the process ends here", flush=True)
    loot = os._exit(0)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
