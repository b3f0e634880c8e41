"""The C module below ctypes opens libraries

Technique: _ctypes.dlopen and call_function
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: _ctypes
"""

try:
    import _ctypes

    library = _ctypes.dlopen(None, 2)
    loot = _ctypes.call_function(_ctypes.dlsym(library, "getppid"), ())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
