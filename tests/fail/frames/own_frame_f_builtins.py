"""The guest's own frame names its builtins

Technique: sys._getframe().f_builtins
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: KeyError or AttributeError
Command: PermissionError
"""

try:
    import sys

    loot = sys._getframe().f_builtins["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
