"""A document model is made of a file

Technique: xml.dom.minidom.parse with a path
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import tempfile
    import xml.dom.minidom

    with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
        file.write("<a>found</a>")
        file.flush()
        loot = xml.dom.minidom.parse(file.name).toxml()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
