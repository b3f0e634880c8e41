"""importlib.resources reads the files of a package

Technique: files("encodings") is a path object; joinpath leads out of the package
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or FileNotFoundError
"""

try:
    import importlib.resources

    loot = (
        importlib.resources.files("encodings")
        .joinpath("../../../../../../../../../../etc/passwd")
        .read_text()
    )
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
