"""A file of a folder to read is moved to one to write

Technique: rename between two grants
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
Harness: grants
"""

try:
    import os

    os.rename("data/x.csv", "out/x.csv")

    class NoEffect(Exception):
        pass

    raise NoEffect("the host looks for it")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
