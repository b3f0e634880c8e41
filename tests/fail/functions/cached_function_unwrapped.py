"""The function behind a cache

Technique: __wrapped__ of a functools.lru_cache of the host, and its type's attributes
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = host_cached.__wrapped__.__globals__["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
