"""The ChainMap behind a proxy is copied

Technique: ChainMap.copy() copies the first of its maps and shares the others
Versions: 3.11 3.12 3.13
Origin: own search
Expected: AttributeError
Harness: host
"""

try:
    host_options.copy().maps[1]["level"] = "unsafe"
    loot = host_option()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
