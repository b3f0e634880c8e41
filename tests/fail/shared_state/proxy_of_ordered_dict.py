"""A read-only view of the host's settings is compared

Technique: mappingproxy hands its mapping to a foreign __eq__, which changes it (bpo-43838)
Versions: 3.11 3.12 3.13
Origin: bpo-43838
Expected: TypeError or NoEffect
Harness: host
"""

try:

    class Other:
        def __eq__(self, mapping):
            mapping["mode"] = "set by the guest"
            return True

        __hash__ = None

    outcome = host_settings == Other()
    loot = host_mode() if host_mode() != "safe" else None
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    if loot:
        print(f"ESCAPED: {loot!r:.120}")
    else:
        print("REFUSED: NoEffect: the host is as it was")
