"""FileIO opens by itself

Technique: _io.FileIO(path)
Versions: 3.11 3.12 3.13
Origin: 2007: file has no constructor
Expected: AttributeError or PermissionError or ImportError
"""

try:
    import _io

    loot = _io.FileIO("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
