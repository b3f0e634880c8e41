"""shutil copies a file

Technique: the module shutil has its own open and os
Versions: 3.11 3.12 3.13
Origin: 2007, from the comments
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import shutil

    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        loot = shutil.copyfile("/etc/passwd", folder + "/copy")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
