"""A method of a revoked capability is used

Technique: a method that was taken from the object before the revocation
Versions: 3.11 3.12 3.13
Origin: Miller, Robust Composition (2006), on membranes
Expected: PermissionError
Harness: caps
"""

try:
    write = shelf.write
    revoke()
    got = write("a", "after the revocation")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
