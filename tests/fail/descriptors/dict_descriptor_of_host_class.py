"""The getset descriptors of type write to a host class

Technique: type.__dict__["__name__"], "__module__", "__doc__", "__annotations__" set by hand
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: TypeError
Harness: host
"""

try:
    changed = []
    for name in ("__module__", "__qualname__", "__name__", "__doc__"):
        try:
            type.__dict__[name].__set__(host_class, "guest")
            changed.append(name)
        except TypeError as error:
            failure = error
    if not changed:
        raise failure
    loot = changed
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
