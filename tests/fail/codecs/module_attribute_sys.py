"""codecs gives sys

Technique: codecs.sys, imported by the module for its own use
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: AttributeError or KeyError
"""

try:
    import codecs

    loot = codecs.sys.modules["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
