"""A part of a folder is more than the folder

Technique: sub() upwards, and with rights that the folder has not
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: files
"""

try:
    try:
        got = folder.sub("..").listdir(".")
    except PermissionError:
        got = reader.sub(".", write=True, create=True).open("new", "w")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
