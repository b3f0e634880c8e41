"""logging names the caller's file

Technique: findCaller of a logger walks f_back to the host's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or AttributeError or ImportError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import logging

    loot = host_caller(lambda: logging.getLogger().findCaller(stacklevel=2))[0]
    if "host_harness" not in loot:
        raise NoEffect(f"logging names {loot}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
