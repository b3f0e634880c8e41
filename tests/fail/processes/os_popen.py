"""A shell by os.popen

Technique: os.popen imports subprocess when it is called
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import os

    loot = os.popen("echo started").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
