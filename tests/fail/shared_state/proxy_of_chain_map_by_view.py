"""The ChainMap behind a proxy, by a view of its items

Technique: ItemsView._mapping of a mapping that is written in Python is the mapping itself
Versions: 3.11 3.12 3.13
Origin: own search
Expected: TypeError
Harness: host
"""

try:
    host_options.items()._mapping["mode"] = "unsafe"
    loot = host_option()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
