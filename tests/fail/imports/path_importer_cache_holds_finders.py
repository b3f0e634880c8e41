"""Finders that the host used are left in a cache

Technique: sys.path_importer_cache maps folders to finders, whose loaders read files
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: LookupError or AttributeError
"""

try:
    import sys

    import json

    for finder in sys.path_importer_cache.values():
        spec = finder and finder.find_spec("tokenize")
        if spec:
            loot = spec.loader.get_data("/etc/passwd")
            break
    else:
        raise LookupError("no finder in the cache")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
