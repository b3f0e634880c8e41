"""The __new__ of the code type is called directly

Technique: type(code).__new__ is a built-in method that all types share
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or TypeError
"""

try:

    def function():
        return 1

    kind = type(function.__code__)
    code = function.__code__
    loot = kind.__new__(
        kind, 0, 0, 0, 0, 1, 3, code.co_code, code.co_consts, (), (), "x", "x", "x", 1, code.co_linetable, b""
    ).co_name
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
