"""The main module of the host is imported

Technique: sys.modules["__main__"] is the application
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or KeyError or ImportError
Harness: host
"""

try:
    import __main__

    loot = __main__.HOST_SECRET
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
