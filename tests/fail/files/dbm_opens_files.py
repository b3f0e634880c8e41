"""dbm opens files

Technique: dbm.dumb below a temporary folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import dbm.dumb

    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with dbm.dumb.open(folder + "/x") as base:
            base["key"] = "value"
            loot = base["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
