"""A path object lists its folder

Technique: pathlib.Path.iterdir uses os.listdir or scandir
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NameError
"""

try:
    import pathlib

    loot = next(pathlib.Path("/").iterdir())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
