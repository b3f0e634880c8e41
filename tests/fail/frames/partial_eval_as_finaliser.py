"""A C callable as __del__ runs on a host frame

Technique: the finaliser of an object that the host drops is a partial of eval
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import functools

    found = []

    class Thing:
        __del__ = functools.partial(next, map(found.append, map(eval, ["HOST_SECRET"])))

    host_discard(map(lambda number: Thing(), range(3)))
    if not found:
        raise NoEffect("the finaliser found nothing")
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
