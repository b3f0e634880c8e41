"""A loader executes compiled code from a file of the guest's choice

Technique: SourcelessFileLoader.get_code on the cached byte code of a stdlib module that no permit names
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import importlib.machinery
    import importlib.util
    import sys

    path = importlib.util.cache_from_source(sys.base_prefix + "/lib/python%d.%d/os.py" % sys.version_info[:2])
    loot = importlib.machinery.SourcelessFileLoader("os2", path).get_code("os2").co_name
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
