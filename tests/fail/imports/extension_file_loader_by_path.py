"""An extension module is loaded from a path

Technique: ExtensionFileLoader with the file of _posixsubprocess or _socket
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or StopIteration
"""

try:
    import importlib.machinery
    import importlib.util
    import sys

    folder = sys.base_prefix + "/lib/python%d.%d/lib-dynload/" % sys.version_info[:2]
    for suffix in importlib.machinery.EXTENSION_SUFFIXES:
        loader = importlib.machinery.ExtensionFileLoader("_socket", folder + "_socket" + suffix)
        spec = importlib.machinery.ModuleSpec("_socket", loader, origin=loader.path)
        try:
            loot = importlib.util.module_from_spec(spec).gethostname()
            break
        except FileNotFoundError:
            continue
    else:
        raise ImportError("no file of _socket found")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
