"""A subclass calls the constructor above it by super

Technique: super().__init__ looks the slot wrapper up in the dict of FileIO
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError or ImportError
"""

try:
    import io

    class File(io.FileIO):
        def __init__(self):
            super().__init__("/etc/passwd", "r")

    loot = File().readall()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
