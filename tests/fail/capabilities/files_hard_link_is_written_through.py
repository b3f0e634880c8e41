"""Writing to a hard link changes the file outside

Technique: a second name of a file that is not in the folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: files
"""

try:
    for mode in ("w", "a", "r+"):
        with folder.open("hard", mode) as file:
            file.write("the guest was here")
    got = outside()[0]
    if got == "untouched":
        raise type("NoEffect", (Exception,), {})("the other name keeps its text")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {got!r:.120}")
