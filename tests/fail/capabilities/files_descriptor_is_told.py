"""A file tells its descriptor

Technique: fileno() of the file, of its buffer and of its raw file
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: UnsupportedOperation or AttributeError or OSError
Harness: files
"""

try:
    file = folder.open("public.txt")
    try:
        got = file.fileno()
    except Exception:
        got = file.buffer.raw.fileno()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
