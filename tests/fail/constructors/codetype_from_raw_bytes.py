"""A code object is made from raw bytes

Technique: types.CodeType with the parts of another code object and different byte code
Versions: 3.11 3.12 3.13
Origin: 2007: code has no constructor
Expected: AttributeError or PermissionError or TypeError
"""

try:
    import types

    code = (lambda: 1).__code__
    made = types.CodeType(
        0,
        0,
        0,
        0,
        1,
        code.co_flags,
        bytes(code.co_code),
        (None, "made"),
        (),
        (),
        "made",
        "made",
        "made",
        1,
        code.co_linetable,
        code.co_exceptiontable,
    )
    loot = types.FunctionType(made, {}).__code__.co_name
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
