"""The attributes of a function behind a cache

Technique: functools.lru_cache copies the __dict__ of the function into its own
Versions: 3.11 3.12 3.13
Origin: own search
Expected: KeyError
Harness: host
"""

try:
    loot = host_cached_function.__dict__["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
