"""The private import function of importlib

Technique: importlib._bootstrap._gcd_import is what import_module calls
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError
"""

try:
    import importlib

    loot = importlib._bootstrap._gcd_import("posix").listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
