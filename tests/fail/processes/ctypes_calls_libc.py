"""ctypes calls the C library

Technique: ctypes.CDLL(None)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: ctypes
"""

try:
    import ctypes

    loot = ctypes.CDLL(None).getppid()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
