"""shelve opens files

Technique: shelve.open through dbm
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import shelve

    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        loot = len(shelve.Shelf(__import__("dbm.dumb").dumb.open(folder + "/x"))) + 1
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
