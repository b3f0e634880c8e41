"""The replace protocol changes code

Technique: copy.replace calls code.__replace__, new in 3.13
Versions: 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import copy

    code = (lambda: 1).__code__
    loot = copy.replace(code, co_code=bytes(code.co_code), co_name="made").co_name
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
