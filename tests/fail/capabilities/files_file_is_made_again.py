"""A file is initialised anew with another path

Technique: __init__ and __setstate__ of the object that there is
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Harness: files
"""

try:
    file = folder.open("public.txt", "rb")
    raw = getattr(file, "raw", file)
    type(raw).__init__(raw, "/etc/passwd")
    got = raw.read()
    if got == b"public":
        raise TypeError("nothing happened")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
