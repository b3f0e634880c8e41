"""A folder to read is written by a path that begins in one to write

Technique: two dots after the name of the grant that may more
Versions: 3.11 3.12 3.13
Origin: CWE-22
Expected: PermissionError
Harness: grants
"""

try:
    with open("out/../data/x.csv", "w") as file:
        file.write("changed")

    class NoEffect(Exception):
        pass

    raise NoEffect("the host looks for it")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
