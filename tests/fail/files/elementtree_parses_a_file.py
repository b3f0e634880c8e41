"""The XML parser opens a file

Technique: xml.etree.ElementTree.parse and iterparse
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NameError or PermissionError or AttributeError
"""

try:
    import xml.etree.ElementTree

    try:
        xml.etree.ElementTree.parse("/etc/passwd")
    except xml.etree.ElementTree.ParseError as error:
        loot = str(error)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
