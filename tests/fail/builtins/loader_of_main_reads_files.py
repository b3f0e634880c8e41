"""The loader of the running script reads files

Technique: __loader__ of the script's own globals is a SourceFileLoader with get_data
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or AttributeError or PermissionError
"""

try:
    loot = __loader__.get_data("/etc/passwd")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
