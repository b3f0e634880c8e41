"""A spec's loader is called back by C code

Technique: repr of a module calls into importlib, whose frame is looked at from a property; its globals
  know _imp
Versions: 3.11 3.12 3.13
Origin: own idea; seen on a prototype
Expected: AttributeError or KeyError or NameError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys
    import types

    found = []

    class Spec:
        loader = None
        has_location = False
        submodule_search_locations = None
        origin = None

        @property
        def name(self):
            found.append(sys._getframe(1).f_globals["_imp"])
            return "x"

    module = types.ModuleType("x")
    module.__spec__ = Spec()
    repr(module)
    if not found:
        raise NoEffect("no frame of importlib was seen")
    spec = types.SimpleNamespace(name="posix")
    created = found[0].create_builtin(spec)
    found[0].exec_builtin(created)
    loot = created.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
