"""importlib imports what the statement may not

Technique: importlib.import_module goes round builtins.__import__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError
"""

try:
    import importlib

    loot = importlib.import_module("posix").listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
