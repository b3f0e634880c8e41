"""A folder whose name begins like that of a granted one

Technique: a comparison of beginnings
Versions: 3.11 3.12 3.13
Origin: CWE-41
Expected: PermissionError
Harness: grants
"""

try:
    got = open("data-private/secret.txt").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
