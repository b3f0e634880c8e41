"""A document builder opens an address

Technique: xml.dom.xmlbuilder.DOMEntityResolver and xml.sax.saxutils.prepare_input_source
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import xml.sax.saxutils

    loot = xml.sax.saxutils.prepare_input_source("/etc/passwd").getByteStream().read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
