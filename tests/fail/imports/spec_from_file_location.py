"""A module is made from any file

Technique: importlib.util.spec_from_file_location guesses the loader from the suffix
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import importlib.util
    import sys

    path = sys.base_prefix + "/lib/python%d.%d/keyword.py" % sys.version_info[:2]
    spec = importlib.util.spec_from_file_location("words", path)
    loot = spec.loader.get_source("words")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
