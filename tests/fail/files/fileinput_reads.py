"""fileinput opens the files that it is given

Technique: fileinput.input
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError or NameError
"""

try:
    import fileinput

    with fileinput.input(["/etc/passwd"]) as lines:
        loot = next(lines)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
