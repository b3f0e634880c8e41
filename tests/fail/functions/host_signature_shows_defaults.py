"""inspect shows the defaults of a host function

Technique: inspect.signature collects __defaults__ and __kwdefaults__ into Parameter objects
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or ValueError or TypeError or NoEffect or ImportError
Harness: host
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import inspect

    loot = str(inspect.signature(host_function))
    if "host-secret" not in loot:
        raise NoEffect("the signature shows no default")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
