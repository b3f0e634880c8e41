"""The C library reads catalogues from a folder that the guest names

Technique: _locale.bindtextdomain and dgettext
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import _locale

    loot = _locale.bindtextdomain("objcap-test", "/tmp")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
