"""The dict behind a super object, asked for on a frame of the host

Technique: attrgetter called by a function of the host, which may say super() itself
Versions: 3.11 3.12 3.13
Origin: found by the reachability walker
Expected: AttributeError
Harness: host
"""

try:
    import operator

    loot = host_caller(operator.attrgetter("__dict__"), host_super)["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
