"""zipfile opens archives

Technique: zipfile.ZipFile writes below a temporary folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NameError
"""

try:
    import zipfile

    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(folder + "/x.zip", "w") as archive:
            archive.write("/etc/passwd")
            loot = archive.namelist()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
