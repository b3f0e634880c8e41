"""runpy runs a file

Technique: run_path opens and compiles what it is given
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError
"""

try:
    import runpy
    import sys

    loot = runpy.run_path(sys.base_prefix + "/lib/python%d.%d/keyword.py" % sys.version_info[:2])["kwlist"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
