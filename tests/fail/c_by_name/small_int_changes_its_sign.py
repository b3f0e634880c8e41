"""The int 5 of the whole process becomes -5, by a `_pylong` of one's own

Technique: int() has long texts converted by _pylong.int_from_string(), and turns the sign of the result in place
Versions: 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import sys
    import types

    sys.set_int_max_str_digits(0)
    sys.modules["_pylong"] = types.ModuleType("_pylong")
    sys.modules["_pylong"].int_from_string = lambda text: 250
    int("-" + "9" * 10_000)
    length = str(len("x" * 250))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    if length == "-250":
        print("ESCAPED: the length of 250 characters is", length)
    else:
        print("REFUSED: NoEffect:", length)
