"""An XML document includes a file

Technique: ElementInclude with the loader of the library
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import xml.etree.ElementInclude as include

    loot = include.default_loader("/etc/passwd", "text")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
