"""Runs pieces of source one way and tells what happened: through.py WAY, an order on standard input.

The application's side of benchmarks.peers, benchmarks.escapes and benchmarks.language. The order is JSON:

    pieces   sources, run in turn
    call     an expression to be timed after that, for ways that keep their state; or ""
    repeat   how often
    imports  modules that the code may import, where that is the application's choice
    limits   ask for the way's own limits on time and memory
    modules  modules to be there for `import`: a dict of sources
    each     instead of pieces: sources, each for a new one; `outputs` and `errors` have an entry for each

The answer, in JSON: `absent`, or `outputs`, `error` (of the first piece that failed, or ""), `seconds` (the
best time of `call`), and `changed`, what of this process the code has changed.
"""

import contextlib
import importlib.machinery
import json
import os
import signal
import sys
import types
from time import perf_counter

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import ways

way_name = sys.argv[1]
HOST_SECRET = os.environ.pop(
    "HOST_SECRET", ""
)  # of the application's memory: no code that it runs may have it
signalled = []
dumps = json.dumps


def state():
    """What code that is held leaves as it is."""
    return {
        "builtins": [(name, id(value)) for name, value in sorted(vars(__builtins__).items()) if name != "_"],
        "json.dumps": id(json.dumps),
        "int": sorted(vars(int)),
        "environment": sorted(os.environ.items()),
        "working directory": os.getcwd(),
        "recursion limit": sys.getrecursionlimit(),
        "trace function": repr(sys.gettrace()),
        "a signal": list(signalled),
        "HOST_SECRET": HOST_SECRET,
    }


def measured(way, order):
    best = float("inf")
    for _ in range(order["repeat"]):
        start = perf_counter()
        way.call(order["call"])
        best = min(best, perf_counter() - start)
    return best


def alone(piece, order):
    """What a piece prints in a new one of the way, and its error."""
    output = error = ""
    way = None
    try:
        way = ways.WAYS[way_name](order.get("imports", ()), order.get("limits", False))
        output = way.run(piece)
    except BaseException as failed:
        error = f"{type(failed).__name__}: {failed}"
    with contextlib.suppress(BaseException):
        way.close()
    return output, error


def main():
    answer_to = os.fdopen(os.dup(1), "w")
    order = json.load(sys.stdin)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.argv[1:] = []
    signal.signal(signal.SIGUSR1, lambda *_: signalled.append("USR1"))
    for name, source in order.get("modules", {}).items():
        module = sys.modules[name] = types.ModuleType(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None)
        exec(source, module.__dict__)
    answer = {"outputs": [], "error": "", "seconds": 0.0, "changed": []}
    try:
        way = ways.WAYS[way_name](order.get("imports", ()), order.get("limits", False))
        # the first start of a way changes what it likes
        before = None
        for piece in order.get("before", ["warm = 1"] if way.session else []):
            way.run(piece)
        before = state()
    except (ImportError, AttributeError) as error:
        answer = {"absent": f"{type(error).__name__}: {error}"}
    else:
        try:
            for piece in order.get("each", ()):
                output, error = alone(piece, order)
                answer["outputs"].append(output)
                answer.setdefault("errors", []).append(error)
            for piece in order.get("pieces", ()):
                answer["outputs"].append(way.run(piece))
            if order.get("call"):
                answer["seconds"] = measured(way, order)
        except BaseException as error:
            answer["error"] = f"{type(error).__name__}: {error}"
        after = state()
        answer["changed"] = [name for name in before if before[name] != after[name]]
        with contextlib.suppress(BaseException):
            way.close()
    answer_to.write(dumps(answer))
    answer_to.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
