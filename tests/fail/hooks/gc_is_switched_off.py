"""The collector of the process is switched off

Technique: gc.disable, gc.freeze, gc.set_threshold
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import gc

    gc.set_threshold(0)
    gc.freeze()
    loot = gc.get_threshold(), gc.get_freeze_count()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
