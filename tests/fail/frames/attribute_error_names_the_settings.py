"""The settings on which code of the host failed

Technique: AttributeError.obj is the OrderedDict behind a MappingProxyType
Versions: 3.11 3.12 3.13
Origin: own search
Expected: TypeError or AttributeError or LookupError
Harness: host
"""

try:
    try:
        host_fails("settings")
    except AttributeError as error:
        found = error
    found.obj["mode"] = "changed by the guest"
    loot = host_mode()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
