"""A file is executed

Technique: exec of a compiled file, which is all that execfile was
Versions: 3.11 3.12 3.13
Origin: 2007: open, execfile and SystemExit are gone
Expected: NameError
Command: PermissionError
"""

try:
    import sys

    path = getattr(sys, "base_prefix", "/usr") + "/lib/python%d.%d/keyword.py" % sys.version_info[:2]
    space = {}
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), space)
    loot = space["kwlist"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
