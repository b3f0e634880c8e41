"""operator calls eval on top of a host frame

Technique: operator.call and methodcaller called by the host
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: host
"""

try:
    import operator

    loot = host_caller(operator.call, eval, "key")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
