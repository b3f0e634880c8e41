"""inspect.stack shows the host's source lines

Technique: the records hold code_context and file name of every frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or LookupError or ImportError or NoEffect
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import inspect

    loot = [record.filename for record in host_caller(inspect.stack) if "host_harness" in record.filename]
    if not loot:
        raise NoEffect("no frame of the host is listed")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
