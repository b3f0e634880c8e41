"""importlib.metadata reads files beside any path

Technique: PathDistribution over a folder of the guest's choice
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import importlib.metadata
    import pathlib

    loot = importlib.metadata.PathDistribution(pathlib.Path("/etc")).read_text("passwd")
    if not loot:
        raise LookupError("nothing was read")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
