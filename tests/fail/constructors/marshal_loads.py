"""marshal makes code of bytes

Technique: marshal.loads; dumps of a harmless function is changed first
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or PermissionError
"""

try:
    import marshal

    data = marshal.dumps((lambda: "harmless").__code__)
    loot = eval(marshal.loads(data.replace(b"harmless", b"harmful!")))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
