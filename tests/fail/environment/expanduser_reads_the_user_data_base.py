"""A path function reads the user data base

Technique: os.path.expanduser imports pwd
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError or PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import os.path

    loot = os.path.expanduser("~root")
    if loot == "~root":
        raise NoEffect("nothing was looked up")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
