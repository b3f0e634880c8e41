"""The class of copyright makes a new printer

Technique: site's printer class joins any folder and file name and reads the result when it is called
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError
"""

try:
    printer = type(copyright)("x", "", ["passwd"], ["/etc"])
    printer._Printer__setup()
    loot = printer._Printer__lines[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
