"""A path function reads symbolic links

Technique: os.path.realpath of /proc/self/cwd
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError or PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import os.path

    loot = os.path.realpath("/proc/self/cwd")
    if loot == "/proc/self/cwd":
        raise NoEffect("nothing was read")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
