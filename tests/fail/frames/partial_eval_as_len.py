"""A C callable as __len__ runs on a host frame

Technique: next(map(append, map(eval, ...))) as a partial is called by len() in the host and leaves its
  result outside
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: RuntimeError or PermissionError or NameError or LookupError or ValueError or TypeError
Harness: host
"""

try:
    import functools

    found = []

    class Sized:
        __len__ = functools.partial(next, map(found.append, map(eval, ["HOST_SECRET"])))

    try:
        host_len(Sized())
    except TypeError as error:
        if not found:
            raise LookupError(f"nothing was found: {error}") from None
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
