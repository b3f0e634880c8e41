"""More files are made than may be

Technique: a file in each turn of a loop
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
Harness: files
"""

try:
    for number in range(100):
        folder.open(f"n{number}", "w").close()
    got = len(folder.listdir())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
