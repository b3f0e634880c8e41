"""A thread is started by threading

Technique: threading.Timer, a subclass of Thread
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or ImportError
"""

try:
    import threading

    done = []
    timer = threading.Timer(0, done.append, (1,))
    timer.start()
    timer.join()
    loot = f"{len(done)} call in a thread"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
