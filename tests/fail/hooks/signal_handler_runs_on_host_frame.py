"""A signal handler of the guest's gets the frame that was interrupted

Technique: signal.signal and raise_signal; the handler's second argument is the host's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or PermissionError
Harness: host
"""

try:
    import signal

    found = []
    signal.signal(signal.SIGUSR1, lambda number, frame: found.append(frame))
    host_caller(signal.raise_signal, signal.SIGUSR1)
    loot = found[0].f_locals["key"]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
