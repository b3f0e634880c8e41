"""The old imp module loads a file

Technique: imp.load_source
Versions: 3.11
Origin: own idea
Expected: ImportError or AttributeError or ModuleNotFoundError
"""

try:
    import imp
    import sys

    path = sys.base_prefix + "/lib/python%d.%d/keyword.py" % sys.version_info[:2]
    loot = imp.load_source("words", path).kwlist
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
