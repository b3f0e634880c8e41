"""pkgutil imports by an entry-point text

Technique: resolve_name("posix:listdir")
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError
"""

try:
    import pkgutil

    loot = pkgutil.resolve_name("posix:listdir")("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
