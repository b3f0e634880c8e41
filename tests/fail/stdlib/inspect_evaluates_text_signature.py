"""inspect parses and evaluates a text signature

Technique: defaults in __text_signature__ are looked up in sys.modules
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or AttributeError or ValueError or TypeError or NoEffect or LookupError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import inspect

    class Thing:
        pass

    signature = inspect._signature_fromstr(inspect.Signature, Thing, "(x=posix.O_CREAT)")
    loot = [parameter.default for parameter in signature.parameters.values()][0]
    if not isinstance(loot, int):
        raise NoEffect(f"the default is {loot!r}")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
