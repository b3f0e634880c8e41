"""The code of a host function is replaced

Technique: writing __code__: the guest's code runs with the host's globals
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    host_dump.__code__ = (lambda value: HOST_SECRET).__code__
    loot = host_dump(0)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
