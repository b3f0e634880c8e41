"""More is written than the quota permits

Technique: writes, a hole, truncate(), many files
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
Harness: files
"""

try:
    with folder.open("big", "wb") as file:
        file.write(bytes(20_000))
        got = file.tell()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
