"""Objects of sys are shared with the host

Technique: sys.implementation and sys.flags are changed for the host
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import sys

    sys.implementation.cache_tag = "guest"
    host_sys = host_caller.__globals__["sys"]
    loot = host_sys.implementation.cache_tag
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
