"""A file that was opened for reading is written to

Technique: its buffer, its truncate(), reconfigure()
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: UnsupportedOperation or AttributeError or OSError
Harness: files
"""

try:
    file = reader.open("public.txt", "rb")
    raw = getattr(file, "raw", file)
    raw.__init__(raw.name, "r+") if raw is not file else None
    raw.write(b"changed")
    got = reader.open("public.txt").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
