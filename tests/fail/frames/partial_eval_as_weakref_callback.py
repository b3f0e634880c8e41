"""A C callable as weakref callback runs on a host frame

Technique: the host drops the last reference while it iterates
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import functools
    import weakref

    class Thing:
        pass

    found = []
    things = [Thing(), Thing(), Thing()]
    callback = functools.partial(next, map(found.append, map(eval, ["HOST_SECRET"])))
    reference = weakref.ref(things[0], callback)

    def give():
        while things:
            yield things.pop(0)

    host_discard(give())
    if not found:
        raise NoEffect("the callback found nothing")
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
