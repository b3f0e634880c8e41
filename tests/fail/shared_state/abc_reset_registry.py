"""The C helper of abstract classes empties a host's registry

Technique: _abc._reset_registry and _reset_caches
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError or TypeError or NoEffect
Harness: host
"""

try:
    import _abc

    before = len(_abc._get_dump(host_abc)[0])
    _abc._reset_registry(host_abc)
    loot = f"{before} classes before, {len(_abc._get_dump(host_abc)[0])} now"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
