"""How costs of sandboxes grow: growing.py sandboxes|values|modules NUMBER

Prints figures, a name and a number on each line: seconds, or bytes where the name says so. The names are
those of benchmarks.growth, with the number in front.
"""

import statistics
import sys
import time

import objcap
from objcap.worker import zygote

MODULES = (
    "json",
    "re",
    "dataclasses",
    "typing",
    "datetime",
    "collections",
    "random",
    "statistics",
    "decimal",
    "fractions",
    "csv",
    "textwrap",
    "string",
    "math",
    "itertools",
    "functools",
    "enum",
    "abc",
    "contextlib",
    "copy",
    "pprint",
    "bisect",
    "heapq",
    "operator",
    "uuid",
    "hashlib",
    "base64",
    "struct",
    "calendar",
    "html",
    "colorsys",
    "difflib",
    "shlex",
    "configparser",
    "graphlib",
    "numbers",
    "queue",
    "secrets",
    "types",
    "weakref",
)


def memory(pid):
    """The proportional memory of a process, in bytes."""
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))


def sandboxes(count):
    """`count` live sandboxes: what making one more takes, a call in any of them, and their memory."""
    boxes = []
    makings = []
    try:
        for _ in range(count):
            start = time.perf_counter()
            box = objcap.Sandbox(snapshots=False)
            box.exec("def double(n): return n * 2")
            makings.append(time.perf_counter() - start)
            boxes.append(box)
        calls = []
        for number in range(200):
            box = boxes[number * 7919 % count]
            start = time.perf_counter()
            box.call("double", 1)
            calls.append(time.perf_counter() - start)
        some = boxes[:: max(1, count // 20)]
        sizes = [memory(zygote.process_of(box._session.worker.pidfd)[0]) for box in some]
    finally:
        for box in boxes:
            box.close()
    yield "making", statistics.median(makings[-max(1, count // 2) :])
    yield "call", statistics.median(calls)
    yield "bytes_PSS", statistics.median(sizes)


def values(size):
    """bytes of that size as an argument and as the result."""
    data = bytes(size)
    with objcap.Sandbox(message=size + (1 << 20), memory=None, snapshots=False) as box:
        box.exec("def echo(data): return data")
        times = []
        end = time.perf_counter() + 0.3
        while len(times) < 3 or (time.perf_counter() < end and len(times) < 500):
            start = time.perf_counter()
            box.call("echo", data)
            times.append(time.perf_counter() - start)
    yield "bytes", statistics.median(times)
    items = list(range(max(1, size // 8)))
    if len(items) > 2_000_000:
        return
    with objcap.Sandbox(message=size * 4 + (1 << 20), memory=None, snapshots=False) as box:
        box.exec("def echo(data): return data")
        times = []
        end = time.perf_counter() + 0.3
        while len(times) < 3 or (time.perf_counter() < end and len(times) < 500):
            start = time.perf_counter()
            box.call("echo", items)
            times.append(time.perf_counter() - start)
    yield "list of int", statistics.median(times)


def modules(count):
    """Sandboxes with `count` modules preloaded: the first one, which makes their zygote, and later ones."""
    start = time.perf_counter()
    with objcap.Sandbox(preload=MODULES[:count], snapshots=False) as box:
        box.exec("pass")
        first = time.perf_counter() - start
        size = memory(zygote.process_of(box._session.worker.pidfd)[0])
    times = []
    for _ in range(15):
        time.sleep(0.02)
        start = time.perf_counter()
        box = objcap.Sandbox(preload=MODULES[:count], snapshots=False)
        box.exec("pass")
        times.append(time.perf_counter() - start)
        box.close()
    yield "first", first
    yield "fresh", statistics.median(times)
    yield "bytes_PSS", size


number = int(sys.argv[2])
for name, value in {"sandboxes": sandboxes, "values": values, "modules": modules}[sys.argv[1]](number):
    print(f"{number}_{name.replace(' ', '-')}", value, flush=True)
