"""The clock functions know every clock of the machine

Technique: time.pthread_getcpuclockid with a thread id of one's own
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or ImportError or PermissionError
"""

try:
    import threading
    import time

    loot = time.pthread_getcpuclockid(threading.get_ident())
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
