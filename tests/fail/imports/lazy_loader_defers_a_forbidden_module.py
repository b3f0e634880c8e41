"""A lazy loader loads when nobody looks

Technique: importlib.util.LazyLoader changes the class of a module and loads on the first attribute
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or TypeError
"""

try:
    import importlib.machinery
    import importlib.util

    spec = importlib.util.find_spec("_socket")
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loot = module.gethostname()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
