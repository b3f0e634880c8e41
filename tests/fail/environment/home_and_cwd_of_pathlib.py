"""The folders of the user and the process

Technique: pathlib.Path.home and Path.cwd
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import pathlib

    loot = str(pathlib.Path.cwd().resolve())
    if "objcap-test-" not in loot:
        raise LookupError(loot)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
