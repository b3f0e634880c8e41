"""The name of the machine

Technique: platform.node by os.uname
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import platform

    loot = platform.node()
    if not loot:
        raise NoEffect("no name")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
