"""pkgutil lists a folder

Technique: iter_modules makes an importer for any path and lists it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import pkgutil
    import sys

    folder = sys.base_prefix + "/lib/python%d.%d" % sys.version_info[:2]
    loot = [module.name for module in pkgutil.iter_modules([folder])]
    if not loot:
        raise NoEffect("nothing was listed")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
