"""The type of a file opens another one

Technique: the class of the raw file, called with a path
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError or AttributeError
Harness: files
"""

try:
    file = folder.open("public.txt", "rb")
    kind = type(getattr(file, "raw", file))
    got = kind("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
