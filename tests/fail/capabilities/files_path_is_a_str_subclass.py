"""A path changes after it was looked at

Technique: a subclass of str that answers differently
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: files
"""

try:

    class Path(str):
        def startswith(self, *args):
            return False

        def split(self, *args):
            return ["public.txt"]

        def __fspath__(self):
            return "../secret.txt"

    got = folder.open(Path("../secret.txt")).read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
