"""zipimport opens an archive

Technique: zipimporter reads a file at a path of the guest's choice; the archive is written below a
  temporary folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError
"""

try:
    import zipimport

    import tempfile
    import zipfile

    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("inside.py", "loot = 'a module from an archive'\n")
        file.flush()
        loot = zipimport.zipimporter(file.name).load_module("inside").loot
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
