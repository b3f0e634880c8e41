"""The name is written with full-width letters

Technique: the compiler normalises identifiers, so that the text of the program never says posix
Versions: 3.11 3.12 3.13
Origin: CTF folklore
Expected: ImportError or AttributeError
"""

try:
    namespace = {}
    exec("import ｐｏｓｉｘ", namespace)
    loot = namespace["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
