"""FileIO is found among the subclasses of its base

Technique: _IOBase.__subclasses__, down to FileIO
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import io

    def search(cls):
        for below in type.__subclasses__(cls):
            if below.__name__ == "FileIO":
                return below
            found = search(below)
            if found is not None:
                return found
        return None

    base = io.StringIO.__mro__[-2]
    loot = search(base)("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
