"""A subclass of FileIO opens

Technique: the subclass inherits tp_init from FileIO
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: AttributeError or PermissionError or TypeError or ImportError
"""

try:
    import io

    class File(io.FileIO):
        pass

    loot = File("/etc/passwd").readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
