"""A function of the host is interrupted between two steps

Technique: a timer whose handler raises
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError or PermissionError or ImportError
Harness: broker
"""

try:
    import signal

    def burn(number, frame):
        raise KeyError("now")

    signal.signal(signal.SIGALRM, burn)
    after = {"account": 1000, "savings": 0}
    for delay in range(1, 5000):
        try:
            signal.setitimer(signal.ITIMER_REAL, (delay % 200 + 1) * 1e-6)
            for _ in range(50):
                move(0)
                move(1)
            signal.setitimer(signal.ITIMER_REAL, 0)
        except KeyError:
            pass
        after = balances()
        if after["account"] + after["savings"] != 1000:
            break
    else:
        raise TimeoutError("never in between")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {after!r:.120}")
