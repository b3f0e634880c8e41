"""format_map walks to the globals of the host

Technique: the first field comes out of a guest's mapping
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    loot = "{f.__globals__[HOST_SECRET]}".format_map({"f": host_len})
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
