"""pstats loads marshalled data from a file

Technique: pstats.Stats(path) calls marshal.load on what it opens
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError or NameError
"""

try:
    import pstats

    try:
        pstats.Stats("/etc/passwd")
    except (ValueError, TypeError, EOFError) as error:
        loot = f"marshal was fed with a file: {error}"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
