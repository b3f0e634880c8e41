"""Callbacks of the collector run on top of any frame

Technique: gc.callbacks
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or NoEffect
"""


class NoEffect(Exception):
    """Nothing was refused aloud, and nothing happened."""


try:
    import gc

    calls = []
    gc.callbacks.append(lambda phase, info: calls.append(phase))
    for _ in range(50_000):  # the interpreter collects by itself, wherever it allocates
        cycle = []
        cycle.append(cycle)
    gc.callbacks.pop()
    if not calls:
        raise NoEffect("no call")
    loot = calls[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
