"""pkgutil extends a path over the folders that exist

Technique: pkgutil.extend_path with sys.path set by the guest
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import pkgutil
    import sys

    sys.path = ["/usr"]
    loot = pkgutil.extend_path(["/"], "lib")[1:]
    if not loot:
        raise LookupError("the folder was not seen")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
