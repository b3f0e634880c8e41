"""gzip opens a file

Technique: gzip.open calls builtins.open
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NameError
"""

try:
    import gzip

    loot = gzip.open("/etc/passwd").fileobj.name
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
