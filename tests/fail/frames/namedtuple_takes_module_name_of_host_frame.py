"""Library code reads a name out of the frame that calls it

Technique: collections.namedtuple called from a host frame by C takes __name__ of the frame's globals as
  its module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or RuntimeError or AttributeError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import collections
    import sys

    made = host_list_consume(map(collections.namedtuple, ["Point"], ["x y"]))[0]
    loot = vars(sys.modules[made.__module__])
    if "HOST_SECRET" not in loot:
        raise NoEffect(f"the module is {made.__module__}")
    loot = loot["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
