"""logging writes a file

Technique: logging.FileHandler keeps a reference to the built-in open
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError or NameError or AttributeError
"""

try:
    import logging

    handler = logging.FileHandler("/dev/null")
    loot = handler.stream.fileno()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
