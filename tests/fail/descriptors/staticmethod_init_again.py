"""The staticmethod of a host class is initialised again

Technique: staticmethod.__init__(Host.__dict__['check'], lambda: True) changes a class that is frozen
Versions: 3.11 3.12 3.13
Origin: own search
Expected: PermissionError
Harness: host
"""

try:
    staticmethod.__init__(host_door.__dict__["check"], lambda password: True)
    loot = host_enter("a guess")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
