"""The granted open() opens what nobody granted

Technique: paths beside the prefixes, climbing out of one, absolute
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: files
"""

try:
    for path in ("/etc/passwd", "data/../../secret.txt", "out/out", "data/../../../etc/passwd"):
        try:
            got = open(path).read()
            break
        except OSError as error:
            last = error
    else:
        raise last
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
