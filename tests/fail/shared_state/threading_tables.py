"""The tables of threading name what the host runs

Technique: threading._active, enumerate and excepthook
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import sys
    import threading

    frames = sys._current_frames()
    loot = [frames[thread.ident].f_globals for thread in threading.enumerate()][0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
