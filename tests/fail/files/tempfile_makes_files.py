"""tempfile makes a file

Technique: tempfile.TemporaryFile through os.open
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import tempfile

    with tempfile.TemporaryFile() as file:
        loot = file.write(b"written")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
