"""The collector tells who refers to an object

Technique: gc.get_referrers of a harmless function finds the dict of the host's module
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
Harness: host
"""

try:
    import gc

    loot = [names for names in gc.get_referrers(host_caller) if "HOST_SECRET" in names][0]["HOST_SECRET"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
