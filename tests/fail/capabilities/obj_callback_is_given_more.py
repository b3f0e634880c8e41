"""A function of the guest is given what can write

Technique: the argument of a callback comes out by another way than results
Versions: 3.11 3.12 3.13
Origin: Miller, Robust Composition (2006), on membranes
Expected: PermissionError or RuntimeError
Harness: caps
"""

try:
    got = reader.visit(lambda inner: inner.write("a", "written"))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
