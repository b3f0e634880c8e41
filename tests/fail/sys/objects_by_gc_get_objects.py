"""The collector lists every object

Technique: gc.get_objects finds the file type by name
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import gc

    found = [
        thing for thing in gc.get_objects() if type(thing) is dict and "listdir" in thing and "fork" in thing
    ]
    loot = found[0]["listdir"]("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
