"""A reload of builtins restores what was taken away

Technique: importlib.reload runs the loader again over the same dict
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or NameError or PermissionError or KeyError
"""

try:
    import builtins
    import importlib

    kept = builtins.__dict__.pop("open")
    try:
        importlib.reload(builtins)
        loot = builtins.__dict__.setdefault("open", kept)("/etc/passwd").read()
    finally:
        builtins.__dict__["open"] = kept
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
