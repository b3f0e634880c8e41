"""A search function of the guest's sees what the host looks up

Technique: codecs.register with a C callable that evaluates on the frame which encodes
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or PermissionError or NameError or LookupError or TypeError or ValueError
Harness: host
"""

try:
    import codecs
    import functools

    found = []
    codecs.register(functools.partial(next, map(found.append, map(eval, ["HOST_SECRET"]))))
    try:
        host_caller(str.encode, "x", "no-such-codec")
    except LookupError as error:
        if not found:
            raise LookupError(f"nothing was found: {error}") from None
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
