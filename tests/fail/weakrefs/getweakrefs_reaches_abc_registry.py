"""Weak references to int lead to the registries of abstract classes

Technique: the callback of a reference is a C function bound to a weak reference to the registry, a
  mutable set
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: AttributeError or LookupError or TypeError or ImportError or PermissionError
"""

try:
    import numbers
    import weakref

    for reference in weakref.getweakrefs(complex):
        if reference.__callback__ is None:
            continue
        registry = reference.__callback__.__self__()
        if isinstance(registry, set):
            kept = list(registry)
            registry.clear()
            loot = f"a registry of {len(kept)} classes was emptied"
            registry.update(kept)
            break
    else:
        raise LookupError("no registry")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
