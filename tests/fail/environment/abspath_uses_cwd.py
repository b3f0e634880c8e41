"""A path function tells the working folder

Technique: os.path.abspath("x") calls getcwd
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError or PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import os.path

    loot = os.path.abspath("x")
    if loot in ("x", "/x"):
        raise NoEffect("no folder is known")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
