"""A symbolic link out of a folder to write is made and read

Technique: os.symlink in the folder
Versions: 3.11 3.12 3.13
Origin: CWE-59
Expected: PermissionError
Harness: grants
"""

try:
    import os

    os.symlink("../secret.txt", "out/link")
    got = open("out/link").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
