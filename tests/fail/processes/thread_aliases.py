"""A thread is started by every alias

Technique: _thread.start_new, threading._start_new_thread, a Thread subclass
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError
"""

try:
    import _thread
    import time

    found = []
    _thread.start_new(found.append, (1,))
    end = time.monotonic() + 5
    while not found and time.monotonic() < end:
        pass
    loot = found
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
