"""A path leads from one granted folder past another to what lies beside them

Technique: two dots after the name of a grant, and after those of two
Versions: 3.11 3.12 3.13
Origin: CWE-22
Expected: PermissionError
Harness: grants
"""

try:
    for path in (
        "data/../secret.txt",
        "out/../data/../secret.txt",
        "data/../out/../secret.txt",
        "./data/./../secret.txt",
    ):
        try:
            got = open(path).read()
            break
        except OSError as error:
            last = error
    else:
        raise last
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
