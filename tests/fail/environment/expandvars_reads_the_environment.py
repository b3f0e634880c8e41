"""A path function puts the environment into a text

Technique: os.path.expandvars
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import os

    loot = os.path.expandvars("$OBJCAP_TEST_SECRET")
    if "$" in loot:
        raise LookupError(loot)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
