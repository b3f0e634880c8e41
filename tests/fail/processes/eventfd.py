"""Descriptors of other kinds

Technique: os.eventfd and os.pipe
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import os

    descriptor = os.eventfd(1)
    loot = os.eventfd_read(descriptor)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
