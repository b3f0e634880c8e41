"""from-import takes a forbidden module out of a permitted one

Technique: "from tokenize import _builtin_open": a name bound by a module for its own use
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError
"""

try:
    from tokenize import _builtin_open

    loot = _builtin_open("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
