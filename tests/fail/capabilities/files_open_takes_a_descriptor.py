"""The granted open() opens a descriptor

Technique: numbers in the place of a path; an opener
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError or TypeError
Harness: files
"""

try:
    try:
        got = open(0, closefd=False)
    except (PermissionError, TypeError):
        got = open("data/public.txt", opener=lambda path, flags: 0)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
