"""dir() lists the names of a host frame

Technique: starmap(dir, [()]) consumed by a host function
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or PermissionError or LookupError or TypeError or NoEffect or AttributeError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import itertools

    loot = host_list_consume(itertools.starmap(dir, [()]))[0]
    if "found" not in loot:
        raise NoEffect("no name of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
