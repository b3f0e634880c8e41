"""Callbacks at fork

Technique: os.register_at_fork, then a fork
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import os

    calls = []
    os.register_at_fork(before=lambda: calls.append("before"))
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitpid(child, 0)
    loot = calls
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
