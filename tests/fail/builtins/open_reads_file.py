"""The built-in open reads a file

Technique: the bare name
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: NameError
Command: PermissionError
"""

try:
    loot = open("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
