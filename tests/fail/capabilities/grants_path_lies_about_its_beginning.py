"""A path says that it begins as is allowed

Technique: a subclass of str with a startswith of its own
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: grants
"""

try:

    class Path(str):
        def startswith(self, *_):
            return True

        def split(self, *_):
            return ["data", "x.csv"]

        def __fspath__(self):
            return self

    got = open(Path("secret.txt")).read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
