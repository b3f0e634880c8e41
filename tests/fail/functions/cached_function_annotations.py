"""The annotations of a function behind a cache

Technique: functools.lru_cache holds the mutable dict of annotations of the function that it wraps
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    loot = host_cached_function.__annotations__["note"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
