"""The collector keeps what the host drops

Technique: gc.set_debug(DEBUG_SAVEALL), then gc.garbage
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
Harness: host
"""

try:
    import gc

    gc.set_debug(gc.DEBUG_SAVEALL)
    host_drive()
    gc.collect()
    loot = gc.garbage if gc.get_debug() else None
    if loot is None:
        raise LookupError("no flag")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
