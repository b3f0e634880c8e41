"""The license object prints the files that it is told to

Technique: its private list of file names can be set, as can the flag that says they were read
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError
"""

try:
    license._Printer__filenames = ["/etc/passwd"]
    license._Printer__lines = None
    license._Printer__data = None
    license._Printer__setup()
    loot = license._Printer__lines[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
