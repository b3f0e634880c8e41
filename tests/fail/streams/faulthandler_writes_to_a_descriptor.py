"""faulthandler writes to any descriptor

Technique: dump_traceback(file=number)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import faulthandler

    import os

    source, target = os.pipe()
    faulthandler.dump_traceback(target)
    loot = os.read(source, 60)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
