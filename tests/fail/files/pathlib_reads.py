"""A path object reads its file

Technique: pathlib.Path.read_text
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NameError
"""

try:
    import pathlib

    loot = pathlib.Path("/etc/passwd").read_text()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
