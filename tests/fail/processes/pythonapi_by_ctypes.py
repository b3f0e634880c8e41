"""ctypes calls the C API of Python itself

Technique: ctypes.pythonapi makes objects of raw addresses
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: ctypes
"""

try:
    import ctypes

    loot = ctypes.cast(id("text"), ctypes.py_object).value
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
