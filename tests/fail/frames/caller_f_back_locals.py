"""The frame that called the guest shows its locals

Technique: sys._getframe().f_back.f_locals from a function that the host calls
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or ValueError or KeyError
Harness: host
"""

try:
    import sys

    loot = host_caller(lambda: sys._getframe().f_back.f_locals["key"])
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
