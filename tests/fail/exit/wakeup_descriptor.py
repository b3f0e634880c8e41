"""Signals are written to a descriptor of the guest's choice

Technique: signal.set_wakeup_fd
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import signal
    import os

    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write)
    signal.signal(signal.SIGUSR1, lambda *arguments: None)
    signal.raise_signal(signal.SIGUSR1)
    loot = os.read(read, 1)
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
