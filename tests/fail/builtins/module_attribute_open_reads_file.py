"""builtins.open reads a file

Technique: the attribute of the module instead of the bare name
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: PermissionError or AttributeError
"""

try:
    import builtins

    loot = builtins.open("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
