"""The call slot of type makes any instance

Technique: type.__call__(FileIO, path) through functools.reduce, all in C
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import functools
    import io

    loot = functools.reduce(type.__call__, ["/etc/passwd"], io.FileIO).readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
