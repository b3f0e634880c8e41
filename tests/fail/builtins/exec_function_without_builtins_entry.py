"""A function made over globals without builtins

Technique: FunctionType with a fresh dict asks the interpreter for the builtins of the moment
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError or TypeError
Command: PermissionError
"""

try:
    import types

    function = types.FunctionType((lambda: open).__code__, {})
    loot = function()("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
