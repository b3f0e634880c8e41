"""py_compile reads and writes files

Technique: py_compile.compile writes byte code below a temporary folder
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import py_compile

    import sys
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        source = sys.base_prefix + "/lib/python%d.%d/this.py" % sys.version_info[:2]
        loot = py_compile.compile(source, folder + "/x.pyc")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
