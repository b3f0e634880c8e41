"""A weak registry of the host is found from one of its values

Technique: weakref.getweakrefs(value), then __callback__ and the default argument that refers to the whole
  registry
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or LookupError or PermissionError or TypeError or ImportError
Harness: host
"""

try:
    import weakref

    for reference in weakref.getweakrefs(host_instance):
        callback = reference.__callback__
        for default in getattr(callback, "__defaults__", None) or ():
            registry = getattr(default, "__call__", lambda: None)()
            if registry is not None and "vault" in registry:
                loot = registry["vault"].key
                break
    if "loot" not in globals():
        raise LookupError("no registry")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
