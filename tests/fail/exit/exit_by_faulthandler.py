"""faulthandler ends the process by a signal

Technique: faulthandler.dump_traceback_later(exit=True)
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError
"""

try:
    import faulthandler

    faulthandler.dump_traceback_later(1000, exit=True)
    faulthandler.cancel_dump_traceback_later()
    loot = "a watchdog thread"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
