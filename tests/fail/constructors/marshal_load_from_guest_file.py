"""marshal reads code from an object with read

Technique: marshal.load calls readinto of the guest's object
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError
"""

try:
    import io
    from marshal import dumps, load

    loot = load(io.BytesIO(dumps(compile("1", "x", "eval")))).co_filename
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
