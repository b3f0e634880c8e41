"""The data of a host ABC, taken from the dict of its class

Technique: vars(HostABC)['_abc_impl'] goes around attributes; a read right after isinstance() might be let through
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    import io

    data = vars(host_abc)["_abc_impl"]
    isinstance(3, host_abc)
    if hasattr(data, "__get__"):
        data = data.__get__(None, host_abc)

    class Mine:
        _abc_impl = data

    out = io.StringIO()
    type(host_abc)._dump_registry(Mine, out)
    loot = out.getvalue().partition("_abc_registry: ")[2]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
