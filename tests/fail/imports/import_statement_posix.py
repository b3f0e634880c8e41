"""A module that opens files is imported by name

Technique: the import statement
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: ImportError or AttributeError
"""

try:
    import posix

    loot = posix.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
