"""linecache asks the loader in a module's globals

Technique: lazycache with __loader__ whose get_source reads; getline falls back to sys.path and a file of
  that name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError or PermissionError or NameError or AttributeError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import linecache
    import sys

    sys.path.insert(0, "/etc")
    loot = linecache.updatecache("passwd", {"__name__": "x"})
    del sys.path[0]
    if not loot:
        raise NoEffect("no line")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
