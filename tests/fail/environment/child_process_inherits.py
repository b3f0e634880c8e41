"""A child inherits the environment

Technique: a shell echoes the variable
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError
"""

try:
    import os

    loot = os.popen("echo $OBJCAP_TEST_SECRET").read().strip() or 1 / 0
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
