"""A warning prints a line of the file that it names

Technique: warnings.formatwarning reads the line by linecache
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import warnings

    loot = warnings.formatwarning("x", UserWarning, "/etc/passwd", 1)
    if "root:" not in loot:
        raise NoEffect("no line of the file")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
