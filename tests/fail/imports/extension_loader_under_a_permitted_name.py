"""An extension of the library is loaded under the name of a permitted one

Technique: a spec whose name is math and whose origin is the file of _posixsubprocess goes to _imp.create_dynamic
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import _imp
    import types
    import importlib.util

    folder = importlib.util.find_spec("_json").origin.rpartition("/")[0]
    suffix = importlib.util.find_spec("_json").origin.rpartition("_json")[2]
    spec = types.SimpleNamespace(name="_posixsubprocess", origin=f"{folder}/_posixsubprocess{suffix}")
    module = _imp.create_dynamic(spec)
    loot = module.fork_exec
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
