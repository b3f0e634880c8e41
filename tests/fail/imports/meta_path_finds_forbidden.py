"""The finders of the interpreter are asked directly

Technique: every entry of sys.meta_path is asked for posix without the import function that would check
  the name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or LookupError
"""

try:
    import importlib.util
    import sys

    for finder in sys.meta_path:
        spec = finder.find_spec("posix", None)
        if spec is not None:
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            loot = module.listdir("/")
            break
    else:
        raise LookupError("no finder knows posix")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
