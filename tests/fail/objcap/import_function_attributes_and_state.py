"""The import function is opened by every protocol

Technique: __self__, __getstate__, __dict__, __reduce_ex__, dir and vars of __import__
Versions: 3.11 3.12 3.13
Origin: 2007
Expected: IndexError
"""

try:
    import builtins

    names = [name for name in dir(__import__) if not name.startswith("__")]
    found = [
        getattr(__import__, name, None)
        for name in ("__self__", "__globals__", "__closure__", "__wrapped__", "__dict__")
    ]
    loot = [value for value in found if value]
    loot = loot[0].open("/etc/passwd").read() if names == [] else names or builtins
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
