"""A file grows by a hole

Technique: seek() behind the quota, and truncate()
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
Harness: files
"""

try:
    with folder.open("big", "wb") as file:
        try:
            got = file.truncate(1 << 40)
        except OSError:
            file.seek(1 << 40)
            got = file.write(b"x")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
