"""The current context shows the host's variables

Technique: contextvars.copy_context is a mapping of every variable that is set
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NoEffect or ImportError or AttributeError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import contextvars

    loot = [value for value in contextvars.copy_context().values() if "host-secret" in str(value)]
    if not loot:
        raise NoEffect("no variable of the host")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
