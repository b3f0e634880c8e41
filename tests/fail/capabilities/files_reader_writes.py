"""A folder that was granted for reading is written to

Technique: open() in every mode that writes; the changing calls
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: files
"""

try:
    for mode in ("w", "a", "x", "r+", "w+", "wb"):
        try:
            with reader.open("public.txt" if mode != "x" else "new", mode) as file:
                file.write(b"x" if "b" in mode else "x")
            got = mode
            break
        except PermissionError as error:
            last = error
    else:
        for call in (
            lambda: reader.mkdir("d"),
            lambda: reader.remove("public.txt"),
            lambda: reader.rename("link", "l"),
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
