"""The cache of source lines shows the host's source

Technique: a traceback that the host formatted leaves its file in linecache
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NoEffect or AttributeError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import linecache

    loot = linecache.getline(host_caller.__code__.co_filename, 1)
    if not loot:
        raise NoEffect("no line")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
