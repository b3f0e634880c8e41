"""logging is configured to write a file

Technique: basicConfig(filename=...)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError or NameError or AttributeError
"""

try:
    import logging

    logging.basicConfig(filename="/dev/null", force=True)
    loot = logging.getLogger().handlers[0].baseFilename
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
