"""vars() without arguments is called by C on top of a host frame

Technique: itertools.starmap(vars, [()]) consumed by a host function
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or PermissionError or LookupError or TypeError or ValueError or AttributeError
Harness: host
"""

try:
    import itertools

    loot = host_list_consume(itertools.starmap(vars, [()]))[0]["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
