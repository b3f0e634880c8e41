"""A library function's globals name its builtins

Technique: __globals__["__builtins__"] of a function of copyreg
Versions: 3.11 3.12 3.13
Origin: CTF folklore
Expected: KeyError or AttributeError
Command: PermissionError
"""

try:
    import copyreg

    builtins = copyreg._reconstructor.__globals__["__builtins__"]
    builtins = builtins if isinstance(builtins, dict) else vars(builtins)
    loot = builtins["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
