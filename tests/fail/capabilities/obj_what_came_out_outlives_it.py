"""What came out of a revoked capability is used

Technique: an object that was fetched before the revocation
Versions: 3.11 3.12 3.13
Origin: Miller, Robust Composition (2006), on membranes
Expected: PermissionError
Harness: caps
"""

try:
    kept = shelf.shelf("kept")
    revoke()
    got = kept.write("a", "after the revocation")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
