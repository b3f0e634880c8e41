"""A FIFO in the folder is opened

Technique: what a process of the host writes into it is read
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: files
"""

try:
    got = folder.open("fifo").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
