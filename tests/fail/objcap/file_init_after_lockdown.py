"""The power to initialise files, kept aside for the host

Technique: objcap.file_init on an allocated FileIO, after the lockdown
Versions: 3.11 3.12 3.13
Origin: 2007: objcap.file_init
Expected: ImportError or AttributeError or PermissionError or LockdownError
Needs: objcap
"""

try:
    import io

    import objcap

    file = io.FileIO.__new__(io.FileIO)
    objcap.file_init(file, "/etc/passwd")
    loot = file.readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
