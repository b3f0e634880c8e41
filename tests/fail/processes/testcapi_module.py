"""The C module made for CPython's tests

Technique: _testcapi has functions for raw memory, pending calls, frames and types
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: _testcapi
"""

try:
    import _testcapi

    loot = _testcapi.INT_MAX
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
