"""The slot wrapper of FileIO initialises an allocated object

Technique: __new__ allocates; vars(FileIO)["__init__"] is a wrapper that keeps the C function it was made
  from
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: AttributeError or PermissionError or TypeError or ImportError
"""

try:
    import io

    file = io.FileIO.__new__(io.FileIO)
    vars(io.FileIO)["__init__"](file, "/etc/passwd")
    loot = file.readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
