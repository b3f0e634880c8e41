"""A library function's globals lead to the module table

Technique: __globals__["sys"] of a Python function of the standard library
Versions: 3.11 3.12 3.13
Origin: the classic of CTFs: catch_warnings
Expected: LookupError or KeyError or AttributeError or PermissionError
"""

try:
    import warnings

    loot = warnings.catch_warnings.__init__.__globals__["sys"].modules["os"].listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
