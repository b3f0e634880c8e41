"""An XML tree writes a file

Technique: ElementTree.write opens for writing
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NameError or PermissionError or AttributeError
"""

try:
    import xml.etree.ElementTree as ElementTree

    loot = ElementTree.ElementTree(ElementTree.Element("x")).write("/dev/null") or "written"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
