"""Trace functions for every thread

Technique: threading.settrace_all_threads, sys._settraceallthreads
Versions: 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import threading

    threading.setprofile_all_threads(lambda *arguments: None)
    threading.setprofile_all_threads(None)
    loot = "a profile function in every thread"
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
