"""A file of a folder to read is replaced by one of a folder to write

Technique: rename between two grants, the other way
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError PermissionError
Harness: grants
"""

try:
    import os

    with open("out/new", "w") as file:
        file.write("changed")
    os.replace("out/new", "data/x.csv")

    class NoEffect(Exception):
        pass

    raise NoEffect("the host looks for it")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
