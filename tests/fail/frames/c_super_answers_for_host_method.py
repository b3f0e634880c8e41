"""super() is called by C on top of a host method

Technique: iter(super, 0) consumed by a method with a __class__ cell gives the object of the method
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: RuntimeError or PermissionError or TypeError or AttributeError
Harness: host
"""

try:
    import itertools

    loot = host_collect(itertools.islice(iter(super, 0), 1))[0].__self__.key
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
