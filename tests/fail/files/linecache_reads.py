"""linecache reads a file

Technique: linecache.getline opens through tokenize.open
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError or PermissionError or NameError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import linecache

    loot = linecache.getline("/etc/passwd", 1)
    if not loot:
        raise NoEffect("no line")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
