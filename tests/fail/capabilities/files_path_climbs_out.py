"""A path climbs out of the folder

Technique: two dots, in the middle and at the start
Versions: 3.11 3.12 3.13
Origin: CWE-22
Expected: PermissionError
Harness: files
"""

try:
    for path in ("../secret.txt", "sub/../../secret.txt", "./sub/.././../secret.txt"):
        try:
            got = folder.open(path).read()
            break
        except OSError as error:
            last = error
    else:
        raise last
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
