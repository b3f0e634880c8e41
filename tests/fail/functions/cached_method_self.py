"""The instance behind a cached method of the host

Technique: a bound method whose function is a lru_cache wrapper in C; __self__, __func__ and __reduce__ of it
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    loot = host_cached.__self__.key
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
