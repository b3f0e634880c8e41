"""Another name of a file outside is made in a folder to write

Technique: os.link into the folder
Versions: 3.11 3.12 3.13
Origin: CWE-62
Expected: PermissionError
Harness: grants
"""

try:
    import os

    os.link("secret.txt", "out/hard")
    got = open("out/hard").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
