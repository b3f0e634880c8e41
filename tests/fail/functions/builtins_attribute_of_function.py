"""A function carries its builtins itself

Technique: function.__builtins__, new in 3.10, forgotten by deny lists
Versions: 3.11 3.12 3.13
Origin: CPython 3.10
Expected: KeyError or AttributeError
Command: PermissionError
"""

try:
    import json

    loot = json.dumps.__builtins__["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
