"""The process signals itself

Technique: signal.raise_signal and signal.pthread_kill
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: PermissionError
"""

try:
    import signal

    signal.signal(signal.SIGUSR1, lambda *arguments: found.append(1))
    found = []
    signal.raise_signal(signal.SIGUSR1)
    signal.pthread_kill(__import__("threading").get_ident(), signal.SIGUSR1)
    loot = found
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
