"""Files are opened until nobody can open any

Technique: a list that holds them all
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: OSError
Harness: files
"""

try:
    held = [folder.open("public.txt") for _ in range(200)]
    got = len(held)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
