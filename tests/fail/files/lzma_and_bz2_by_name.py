"""Compressed files are opened by name

Technique: lzma.open writes and reads
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import lzma
    import os

    name = "/tmp/objcap-lzma-of-a-guest"
    with lzma.open(name, "w") as file:
        file.write(b"x")
    os.unlink(name)
    loot = "a file was written"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
