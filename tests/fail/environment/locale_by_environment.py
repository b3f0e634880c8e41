"""The locale of the process by its variables

Technique: locale.setlocale(LC_ALL, "") and getdefaultlocale
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError
"""

try:
    import locale
    import os

    os.environ["LC_ALL"] = "C.UTF-8"
    loot = locale.setlocale(locale.LC_ALL, "")
    if loot == "C":
        raise LookupError("nothing was read")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
