"""A spec of the guest's own names the library to load

Technique: _imp.create_dynamic reads name and origin from any object, so a property can answer twice
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError
"""

try:
    import _imp
    import sys

    class Spec:
        name = "_posixsubprocess"

        @property
        def origin(self):
            import importlib.machinery

            folder = sys.base_prefix + "/lib/python%d.%d/lib-dynload/" % sys.version_info[:2]
            return folder + "_posixsubprocess" + importlib.machinery.EXTENSION_SUFFIXES[0]

    loot = _imp.create_dynamic(Spec()).fork_exec.__name__
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
