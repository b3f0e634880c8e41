"""importlib's own helpers write a file and ask for its size

Technique: _write_atomic and _path_stat of importlib._bootstrap_external use the _os that importlib was given at start-up
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    from importlib import _bootstrap_external as external

    external._write_atomic("/tmp/objcap-attack-atomic", b"written")
    loot = external._path_stat("/tmp/objcap-attack-atomic").st_size
    external._os.unlink("/tmp/objcap-attack-atomic")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
