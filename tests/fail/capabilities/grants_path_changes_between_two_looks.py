"""A path is another one when it is used than when it was checked

Technique: __fspath__ that counts
Versions: 3.11 3.12 3.13
Origin: CWE-367
Expected: PermissionError FileNotFoundError
Harness: grants
"""

try:

    class Path:
        looks = 0

        def __fspath__(self):
            self.looks += 1
            return "data/x.csv" if self.looks < 3 else "secret.txt"

    path = Path()
    for _ in range(3):
        got = open(path).read()
        if "host" in got:
            break
    else:
        open("secret.txt")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
