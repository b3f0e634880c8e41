"""The property of a host class is initialised again

Technique: property.__init__(Host.__dict__['open'], lambda self: True) changes a class that is frozen
Versions: 3.11 3.12 3.13
Origin: own search
Expected: PermissionError
Harness: host
"""

try:
    property.__init__(host_door.__dict__["open"], lambda self: True)
    loot = host_enter("a guess")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
