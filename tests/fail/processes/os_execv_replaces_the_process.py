"""The process becomes another program

Technique: os.execv; the program prints the last line
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import os

    loot = os.execv("/bin/sh", ["sh", "-c", "echo ESCAPED: a shell took over"])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
