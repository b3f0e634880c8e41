"""tarfile adds files to an archive and extracts them

Technique: TarFile.add into a BytesIO, and a tar made of names
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import io
    import tarfile

    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.add("/etc/passwd")
    loot = len(data.getvalue())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
