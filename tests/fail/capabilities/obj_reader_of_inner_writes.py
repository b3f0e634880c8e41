"""What came out of a reader writes

Technique: a method that only reads returns an object with all methods
Versions: 3.11 3.12 3.13
Origin: Miller, Robust Composition (2006), on membranes
Expected: PermissionError
Harness: caps
"""

try:
    got = reader.shelf("inner").write("a", "written")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
