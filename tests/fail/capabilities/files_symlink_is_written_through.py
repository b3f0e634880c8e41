"""Writing to a symbolic link writes outside

Technique: a link to a file outside, opened for writing
Versions: 3.11 3.12 3.13
Origin: CWE-61
Expected: PermissionError
Harness: files
"""

try:
    try:
        with folder.open("out", "w") as file:
            file.write("the guest was here")
    finally:
        got = outside()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
