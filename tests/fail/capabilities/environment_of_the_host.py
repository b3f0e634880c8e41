"""The environment that the functions read

Technique: os.environ of the process
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or PermissionError
Harness: broker
"""

try:
    import os

    loot = os.environ["OBJCAP_TEST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
