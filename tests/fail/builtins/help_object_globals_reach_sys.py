"""The help object's code knows sys

Technique: __globals__ of _sitebuiltins._Helper.__call__, then of the pager it imports
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError
"""

try:
    loot = type(help).__call__.__globals__["sys"].modules["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
