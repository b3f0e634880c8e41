"""The limit on digits that protects the host's int() is lifted

Technique: sys.set_int_max_str_digits changes the whole interpreter
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import sys

    sys.set_int_max_str_digits(0)
    digits = len(str(10**5000))
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: a number of {digits} digits was written")
