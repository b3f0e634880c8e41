"""sys.modules is replaced by an object that listens

Technique: C code that imports asks the guest's mapping, which sees what the interpreter looks for
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError or NoEffect or ImportError or KeyError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    seen = []

    class Modules(dict):
        def __getitem__(self, name):
            seen.append(sys._getframe(1).f_builtins["open"])
            return dict.__getitem__(self, name)

        def get(self, name, default=None):
            seen.append(sys._getframe(1).f_builtins["open"])
            return dict.get(self, name, default)

        def __contains__(self, name):
            return self.get(name) is not None

    kept, sys.modules = sys.modules, Modules(sys.modules)
    try:
        import importlib

        importlib.import_module("json")
    finally:
        sys.modules = kept
    if not seen:
        raise NoEffect("nobody asked")
    loot = seen[0]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
