"""The base classes of a stream know their subclasses

Technique: __mro__ and __subclasses__ of the type of sys.stdout
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or LookupError or PermissionError or TypeError
"""

try:
    import sys

    stack = [cls for cls in type(sys.stdout).__mro__ if cls is not object]
    while stack:
        cls = stack.pop()
        if cls.__name__ == "FileIO":
            loot = cls("/etc/passwd").readall()
            break
        stack += type.__subclasses__(cls)
    else:
        raise LookupError("no FileIO below the bases of the stream")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
