"""A program is looked for

Technique: shutil.which with a path of the guest's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import shutil

    loot = shutil.which("sh", path="/bin:/usr/bin")
    if loot is None:
        raise LookupError("nothing was found")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
