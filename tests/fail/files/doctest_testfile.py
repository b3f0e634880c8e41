"""doctest reads a file by name

Technique: doctest.testfile and its runner's check of linecache
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import doctest

    loot = doctest.testfile("/etc/passwd", module_relative=False)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
