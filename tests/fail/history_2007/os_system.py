"""os.system

Technique: the module os starts a shell
Versions: 3.11 3.12 3.13
Origin: 2007, from the comments
Expected: AttributeError or PermissionError
"""

try:
    import os

    loot = f"status {os.system('exit 5')}"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
