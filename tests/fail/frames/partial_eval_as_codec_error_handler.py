"""A C callable as codec error handler runs on a host frame

Technique: codecs.register_error with a partial of eval; the host encodes with that handler
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: RuntimeError or PermissionError or NameError or LookupError or ValueError or TypeError
Harness: host
"""

try:
    import codecs
    import functools

    found = []
    codecs.register_error("guest", functools.partial(next, map(found.append, map(eval, ["HOST_SECRET"]))))
    try:
        host_encode("\xe9", "guest")
    except TypeError as error:
        if not found:
            raise LookupError(f"nothing was found: {error}") from None
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
