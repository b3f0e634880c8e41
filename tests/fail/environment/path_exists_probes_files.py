"""Path functions tell which files exist

Technique: os.path.exists and getsize call stat
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError or PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import os.path

    if not os.path.exists("/etc/passwd"):
        raise NoEffect("nothing was looked at")
    loot = os.path.getsize("/etc/passwd")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
