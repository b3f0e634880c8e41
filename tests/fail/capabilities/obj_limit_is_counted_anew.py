"""A limit of calls is got around by what came out

Technique: each object that comes out has no limit
Versions: 3.11 3.12 3.13
Origin: Miller, Robust Composition (2006), on membranes
Expected: PermissionError
Harness: caps
"""

try:
    inner = thrice.shelf("inner")
    got = [inner.write("a", str(i)) for i in range(10)]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
