"""The spec of builtins carries the loader too

Technique: a spec made by the class of builtins.__spec__ is executed by the loader that this spec carries
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import builtins

    spec = type(builtins.__spec__)("posix", builtins.__spec__.loader)
    module = spec.loader.create_module(spec)
    spec.loader.exec_module(module)
    loot = module.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
