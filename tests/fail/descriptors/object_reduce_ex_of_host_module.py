"""A module is taken apart by the copy protocol

Technique: a module's __reduce_ex__ over copyreg.dispatch_table, then its dict by object.__getstate__
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or TypeError or KeyError or PermissionError or ImportError
"""

try:
    import sys

    loot = object.__getstate__(sys)["modules"]["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
