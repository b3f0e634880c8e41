"""The name of a file that is being written is used

Technique: open, remove and rename of names that begin as they do
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: files
"""

try:
    file = folder.open("fresh", "w")
    for call in (
        lambda: folder.open(".objcap-1-0123456789abcdef", "w").close(),
        lambda: folder.mkdir(".objcap-1-0"),
        lambda: folder.rename("public.txt", ".objcap-1-0"),
    ):
        try:
            got = call()
            break
        except PermissionError as error:
            last = error
    else:
        raise last
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
