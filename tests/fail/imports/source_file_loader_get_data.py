"""A source loader reads any file

Technique: SourceFileLoader.get_data takes a path
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    from importlib.machinery import SourceFileLoader

    loot = SourceFileLoader("x", "/etc/passwd").get_data("/etc/passwd")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
