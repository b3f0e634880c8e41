"""eval is called by C on top of a host frame

Technique: map(eval, ["HOST_SECRET"]) consumed by a host function
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: RuntimeError or PermissionError or NameError or TypeError or ValueError
Harness: host
"""

try:
    loot = host_list_consume(map(eval, ["HOST_SECRET"]))[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
