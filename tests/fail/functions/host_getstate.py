"""The state of a host function by the copy protocol

Technique: object.__getstate__, new in 3.11, returns the function's dict
Versions: 3.11 3.12 3.13
Origin: CPython 3.11; seen on a prototype
Expected: AttributeError or TypeError or PermissionError
Harness: host
"""

try:
    loot = object.__getstate__(host_function)["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
