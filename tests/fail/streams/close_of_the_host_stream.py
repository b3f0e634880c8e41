"""The guest closes the host's standard output

Technique: sys.stdout.close(), and a new file takes descriptor 1
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or PermissionError or UnsupportedOperation or AttributeError
"""

try:
    import sys

    stream = sys.stdin
    stream.close()
    file = open("/etc/passwd")
    loot = f"descriptor {file.fileno()} is now /etc/passwd"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
