"""A read-only view of the host's settings meets a proxy of the guest's

Technique: host proxy != mappingproxy(guest mapping): the reflected comparison hands what the first shows to the guest's method
Versions: 3.11 3.12 3.13
Origin: bpo-43838
Expected: TypeError or NoEffect
Harness: host
"""

try:
    import types

    class Mapping(dict):
        def __eq__(self, mapping):
            mapping["mode"] = "set by the guest"
            return True

        __ne__ = __lt__ = __eq__
        __hash__ = None

    outcome = host_settings != types.MappingProxyType(Mapping())
    loot = host_mode() if host_mode() != "safe" else None
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    if loot:
        print(f"ESCAPED: {loot!r:.120}")
    else:
        print("REFUSED: NoEffect: the host is as it was")
