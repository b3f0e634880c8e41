"""A symbolic link leads out of the folder

Technique: links to a file, relative and absolute, and through a folder
Versions: 3.11 3.12 3.13
Origin: CWE-61
Expected: PermissionError
Harness: files
"""

try:
    for path in ("out", "abs", "outdir/secret.txt", "swap/../outdir/secret.txt"):
        try:
            got = folder.open(path).read()
            break
        except OSError as error:
            last = error
    else:
        raise last
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
