"""Member descriptors read a partial or method of the host

Technique: functools.partial.func and types.MethodType.__self__ called by __get__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import types

    try:
        loot = type(host_partial).__dict__["args"].__get__(host_partial)
    except AttributeError as error:
        print(error)
        loot = types.MethodType.__dict__["__self__"].__get__(host_method).key
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
