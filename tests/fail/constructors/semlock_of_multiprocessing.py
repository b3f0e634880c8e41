"""A named semaphore is made

Technique: _multiprocessing.SemLock
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: _multiprocessing
"""

try:
    import _multiprocessing
    import os

    loot = _multiprocessing.SemLock(1, 1, 1, f"/objcap-test-{os.getpid()}", True).name
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
