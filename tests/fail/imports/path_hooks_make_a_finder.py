"""The path hooks make finders for any folder

Technique: the file finder lists the folder and loads what is in it
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError or ImportError
"""

try:
    import sys

    for hook in sys.path_hooks:
        try:
            finder = hook(sys.base_prefix + "/lib/python%d.%d/encodings" % sys.version_info[:2])
            loot = finder.find_spec("rot_13").loader.get_data("/etc/passwd")
            break
        except ImportError:
            continue
    else:
        raise LookupError("no hook takes a folder")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
