"""The C helper of abstract classes shows their registries

Technique: _abc._get_dump returns the registry as weak references to the private classes
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or LookupError or PermissionError
Harness: host
"""

try:
    import _abc

    registry = _abc._get_dump(host_abc)[0]
    loot = [reference().label for reference in registry if hasattr(reference(), "label")][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
