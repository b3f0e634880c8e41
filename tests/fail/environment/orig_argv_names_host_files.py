"""The arguments of the host

Technique: sys.orig_argv, and sys.argv of the application
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import sys

    loot = [argument for argument in sys.orig_argv + sys.argv if "host_harness" in argument]
    if not loot:
        raise NoEffect("no argument of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
