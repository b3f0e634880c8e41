"""sys.path is pointed at a folder that was not granted

Technique: one entry more in sys.path, and a module of that folder is executed
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or ModuleNotFoundError or AttributeError
"""

try:
    import sys

    sys.path.insert(0, sys.base_prefix + "/lib/python%d.%d/encodings" % sys.version_info[:2])
    import rot_13

    loot = rot_13.rot13_map[65]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
