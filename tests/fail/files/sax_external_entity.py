"""An XML parser reads an external entity

Technique: xml.sax with external general entities switched on opens what the document names
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or NameError or PermissionError or AttributeError or SAXException or ValueError or
  OSError
"""

try:
    import io
    import xml.sax
    import xml.sax.handler

    text = []

    class Handler(xml.sax.handler.ContentHandler):
        def characters(self, content):
            text.append(content)

    parser = xml.sax.make_parser()
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    parser.setContentHandler(Handler())
    document = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
    parser.parse(io.StringIO(document))
    loot = "".join(text) + "an entity was read"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
