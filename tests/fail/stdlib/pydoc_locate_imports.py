"""pydoc imports what it is asked to document

Technique: pydoc.locate("posix.listdir")
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or TypeError
"""

try:
    import pydoc

    loot = pydoc.locate("posix.listdir")("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
