"""The mark of host functions is taken away

Technique: a name __builtins__ written by a host frame's exec makes later functions look like the guest's
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or RuntimeError or PermissionError or NameError
Harness: host
"""

try:
    list(map(host_caller, [exec], ["global __builtins__; __builtins__ = {'len': len}"]))
    loot = host_make_function().__globals__["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
