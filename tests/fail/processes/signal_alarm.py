"""An alarm is set

Technique: signal.setitimer and a handler
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
"""

try:
    import signal
    import time

    done = []
    signal.signal(signal.SIGALRM, lambda *arguments: done.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    end = time.monotonic() + 5
    while not done and time.monotonic() < end:
        pass
    loot = f"{len(done)} alarm"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
