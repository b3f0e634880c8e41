"""A thread is started

Technique: _thread.start_new_thread
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or AttributeError or PermissionError
"""

try:
    import _thread
    import time

    done = []
    _thread.start_new_thread(done.append, (1,))
    while not done:
        time.sleep(0.01)
    loot = "a thread ran"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
