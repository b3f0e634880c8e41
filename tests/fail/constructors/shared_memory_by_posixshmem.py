"""Shared memory is opened by name

Technique: _posixshmem.shm_open
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
Needs: _posixshmem
"""

try:
    import os

    import _posixshmem

    name = f"/objcap-test-{os.getpid()}"
    descriptor = _posixshmem.shm_open(name, os.O_CREAT | os.O_RDWR, mode=0o600)
    _posixshmem.shm_unlink(name)
    loot = descriptor
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
