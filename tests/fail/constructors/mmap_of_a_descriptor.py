"""mmap maps memory and files

Technique: mmap.mmap(descriptor, length)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import mmap

    import os

    descriptor = os.open("/etc/passwd", os.O_RDONLY)
    loot = mmap.mmap(descriptor, 0, prot=mmap.PROT_READ)[:10]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
