"""Tools of functools keep what they were given

Technique: partialmethod and singledispatchmethod over a host function lead to its code
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import functools

    class Holder:
        method = functools.partialmethod(host_function)

    function = Holder.__dict__["method"].func
    loot = functools.singledispatch(function).registry[object].__code__.co_consts
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
