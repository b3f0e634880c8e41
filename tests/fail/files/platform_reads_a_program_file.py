"""platform reads a program file

Technique: platform.libc_ver searches any file for the names of C libraries
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import platform

    loot = platform.libc_ver("/bin/sh")
    if loot == ("", ""):
        raise NoEffect("no file was read")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
