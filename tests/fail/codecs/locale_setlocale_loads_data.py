"""The C library loads locale data

Technique: _locale.setlocale changes the process, and reads files named by the environment
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or Error or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import _locale

    before = _locale.setlocale(_locale.LC_CTYPE)
    _locale.setlocale(_locale.LC_CTYPE, "C.UTF-8")
    _locale.setlocale(_locale.LC_CTYPE, "C")
    loot = _locale.nl_langinfo(_locale.CODESET)
    _locale.setlocale(_locale.LC_CTYPE, before)
    if loot == "UTF-8":
        raise NoEffect("the locale was not changed")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
