"""codecs.open opens a file

Technique: codecs.open calls the built-in open
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: AttributeError or NameError or PermissionError
"""

try:
    import codecs

    loot = codecs.open("/etc/passwd", encoding="utf-8").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
