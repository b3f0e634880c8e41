"""A thread is started by the newest function

Technique: _thread.start_joinable_thread and its aliases
Versions: 3.13
Origin: own idea
Expected: RuntimeError
"""

try:
    import _thread

    found = []
    _thread.start_joinable_thread(lambda: found.append(1)).join()
    loot = found
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
