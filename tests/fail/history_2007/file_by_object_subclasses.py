"""The file type among the subclasses of object

Technique: object.__subclasses__() all the way down to FileIO
Versions: 3.11 3.12 3.13
Origin: 2007: file was number 40 of the list
Expected: AttributeError
"""

try:
    stack = object.__subclasses__()
    while stack:
        cls = stack.pop()
        if cls.__name__ == "FileIO":
            loot = cls("/etc/passwd").read()
            break
        stack += type.__subclasses__(cls)
    else:
        raise LookupError("no FileIO")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
