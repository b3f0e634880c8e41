"""A signal is simulated

Technique: _thread.interrupt_main runs the handler of any signal
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import _thread
    import signal

    found = []
    signal.signal(signal.SIGUSR1, lambda *arguments: found.append(1))
    _thread.interrupt_main(signal.SIGUSR1)
    for _ in range(1000):
        pass
    loot = found
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
