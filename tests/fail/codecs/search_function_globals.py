"""The search function of encodings

Technique: its globals hold sys and _bootstrap functions
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError or PermissionError
"""

try:
    import encodings

    loot = encodings.search_function.__globals__["sys"].modules["posix"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
