"""exec is called by C on top of a host frame

Technique: map(exec, ["..."]) consumed by a host function defines a name among the host's globals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or PermissionError or NameError or TypeError or ValueError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    host_list_consume(map(exec, ["global json; json = None"]))
    try:
        host_dump(0)
    except AttributeError:
        loot = "a global of the host was overwritten"
    else:
        raise NoEffect("the host's globals are what they were")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
