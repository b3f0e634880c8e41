"""Times one way to run somebody's code: sandboxing.py NAME COUNT

The application's side of benchmarks.sandboxes. Prints figures, a name and a number on each line: seconds, or
bytes where the name says so; or one line "absent 0", if the way is not installed, or "failed 0".

    first      from nothing imported to the first result
    fresh      a fresh one, from its making to the result of SOURCE (the median of COUNT)
    call       a function that the code has defined, called once more (the mean of many)
    callback   a function of the application's, called by the code (the mean of many)
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = "sum([n * n for n in data])"
DATA = [1, 2, 3]
FUNCTION = "def double(n):\n    return n * 2\n"
LOOP = "[f(1) for n in range(500)]"
COUNT = int(sys.argv[2]) if sys.argv[2:] else 20
PAUSE = 0.02  # seconds in which a spare worker is forked


def lookup(n):
    return n


def timed(function, count=1, pause=0.0):
    """The median time of a call; what it returns is a function that cleans up, or None."""
    times = []
    for _ in range(count):
        time.sleep(pause)
        start = time.perf_counter()
        clean = function()
        times.append(time.perf_counter() - start)
        if callable(clean):
            clean()
    return statistics.median(times)


def each(function, count):
    """The mean time of a call."""
    start = time.perf_counter()
    for _ in range(count):
        function()
    return (time.perf_counter() - start) / count


def memory(pid):
    """Private and proportional memory of a process, in bytes."""
    private = shared = 0
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        for line in lines:
            word, _, rest = line.partition(":")
            if word in ("Private_Clean", "Private_Dirty"):
                private += int(rest.split()[0]) << 10
            elif word == "Pss":
                shared = int(rest.split()[0]) << 10
    return private, shared


def check(value):
    if value != 14:
        raise SystemExit(f"a wrong result: {value!r}")


# ---------------------------------------------------------------- objcap


def objcap_sandbox():
    start = time.perf_counter()
    import objcap

    check(objcap.run(SOURCE, {"data": DATA}).value)
    yield "first", time.perf_counter() - start

    def fresh():
        box = objcap.Sandbox(snapshots=False)
        check(box.run(SOURCE, {"data": DATA}).value)
        return box.close

    yield "fresh", timed(fresh, COUNT, PAUSE)
    with objcap.Sandbox(grant={"f": lookup}) as box:
        box.exec(FUNCTION)
        yield "call", each(lambda: box.call("double", 1), 500)
        yield "callback", each(lambda: box.eval(LOOP), 5) / 500


def objcap_more():
    """What only objcap has; the names are those of the report."""
    import objcap
    from objcap.worker import zygote

    def fresh():
        box = objcap.Sandbox(snapshots=False)
        check(box.run(SOURCE, {"data": DATA}).value)
        return box.close

    with objcap.Sandbox() as box:
        box.exec(FUNCTION)
        yield "fork_of_a_live_sandbox", timed(lambda: box.fork().close, COUNT)
    with objcap.Pool() as pool:
        start = time.perf_counter()
        for future in [pool.submit(SOURCE, {"data": DATA}) for _ in range(COUNT * 5)]:
            check(future.result().value)
        yield "fresh_sandbox_of_a_Pool", (time.perf_counter() - start) / (COUNT * 5)
    boxes = [objcap.Sandbox() for _ in range(10)]
    try:
        for box in boxes:
            check(box.run(SOURCE, {"data": DATA}).value)
        found = [memory(zygote.process_of(box._session.worker.pidfd)[0]) for box in boxes]
    finally:
        for box in boxes:
            box.close()
    yield "bytes_private_of_an_idle_sandbox", statistics.median(private for private, _ in found)
    yield "bytes_PSS_of_an_idle_sandbox", statistics.median(shared for _, shared in found)
    for home in zygote._zygotes.values():
        home.spare = 0
    for _ in range(40):  # those that are there already
        fresh()()
    yield "fresh_without_a_spare", timed(fresh, COUNT)


# ---------------------------------------------------------------- no sandbox, or another process


def plain_exec():
    def fresh():
        check(eval(compile(SOURCE, "<guest>", "eval"), {"data": DATA}))

    yield "first", timed(fresh)
    yield "fresh", timed(fresh, COUNT)
    names = {"f": lookup}
    exec(FUNCTION, names)
    yield "call", each(lambda: names["double"](1), 10000)
    yield "callback", each(lambda: eval(LOOP, names), 20) / 500


def plain_process():
    import json

    program = f"import json, sys\ndata = json.load(sys.stdin)\nprint(json.dumps({SOURCE}))"

    def fresh():
        done = subprocess.run(
            [sys.executable, "-I", "-c", program], input=json.dumps(DATA), capture_output=True, text=True
        )
        check(json.loads(done.stdout))

    yield "first", timed(fresh)
    yield "fresh", timed(fresh, COUNT)
    idle = subprocess.Popen([sys.executable, "-I", "-c", f"import json, sys\ndata={DATA}\n{SOURCE}\ninput()"],
                            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)  # fmt: skip
    time.sleep(0.3)
    private, shared = memory(idle.pid)
    idle.communicate(b"\n")
    yield "bytes_private", private
    yield "bytes_PSS", shared


def evaluate(source, data):
    return eval(source, {"data": data})


def process_pool():
    start = time.perf_counter()
    from concurrent.futures import ProcessPoolExecutor

    def fresh():
        pool = ProcessPoolExecutor(1)
        check(pool.submit(evaluate, SOURCE, DATA).result())
        return pool.shutdown

    clean = fresh()
    yield "first", time.perf_counter() - start
    clean()
    yield "fresh", timed(fresh, COUNT)
    with ProcessPoolExecutor(1) as pool:
        pool.submit(evaluate, SOURCE, DATA).result()
        yield "call", each(lambda: pool.submit(lookup, 1).result(), 200)


# ---------------------------------------------------------------- peers


def restricted_python():
    start = time.perf_counter()
    from RestrictedPython import compile_restricted, safe_globals

    def names():
        return {**safe_globals, "_getiter_": iter, "sum": sum, "range": range, "f": lookup}

    def fresh():
        check(eval(compile_restricted(SOURCE, "<guest>", "eval"), {**names(), "data": DATA}))

    fresh()
    yield "first", time.perf_counter() - start
    yield "fresh", timed(fresh, COUNT)
    live = names()
    exec(compile_restricted(FUNCTION, "<guest>", "exec"), live)
    yield "call", each(lambda: live["double"](1), 10000)
    loop = compile_restricted(LOOP, "<guest>", "eval")
    yield "callback", each(lambda: eval(loop, live), 20) / 500


def asteval():
    start = time.perf_counter()
    from asteval import Interpreter

    def fresh():
        interpreter = Interpreter()
        interpreter.symtable["data"] = DATA
        check(interpreter(SOURCE))

    fresh()
    yield "first", time.perf_counter() - start
    yield "fresh", timed(fresh, COUNT)
    live = Interpreter()
    live.symtable["f"] = lookup
    live(FUNCTION)
    yield "call", each(lambda: live.symtable["double"](1), 200)
    yield "callback", each(lambda: live(LOOP), 3) / 500


def smolagents():
    start = time.perf_counter()
    from smolagents.local_python_executor import LocalPythonExecutor

    def fresh():
        executor = LocalPythonExecutor([])
        executor.send_tools({})
        executor.send_variables({"data": DATA})
        check(executor(SOURCE).output)

    fresh()
    yield "first", time.perf_counter() - start
    yield "fresh", timed(fresh, COUNT)
    live = LocalPythonExecutor([])
    live.send_tools({"f": lookup})
    live(FUNCTION)
    yield "call", each(lambda: live("double(1)"), 200)
    yield "callback", each(lambda: live(LOOP), 3) / 500


def pydantic_monty():
    start = time.perf_counter()
    from pydantic_monty import Monty

    with Monty() as pool:

        def fresh():
            session = pool.checkout()
            check(session.__enter__().feed_run(SOURCE, inputs={"data": DATA}))
            return lambda: session.__exit__(None, None, None)

        clean = fresh()
        yield "first", time.perf_counter() - start
        clean()
        yield "fresh", timed(fresh, COUNT, PAUSE)
        with pool.checkout() as live:
            live.feed_run(FUNCTION)
            yield "call", each(lambda: live.feed_run("double(1)"), 200)
            yield "callback", each(lambda: live.feed_run(LOOP, external_lookup={"f": lookup}), 1) / 500


def processes_of(name):
    """A way that starts `python -I` behind walls of its own for each piece of code."""

    def figures():
        start = time.perf_counter()
        sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
        import ways

        program = f"data = {DATA}\nprint({SOURCE})"

        def fresh():
            check(int(ways.WAYS[name]().run(program)))

        fresh()
        yield "first", time.perf_counter() - start
        yield "fresh", timed(fresh, COUNT)

    return figures


def safepyrun():
    folder = tempfile.TemporaryDirectory()  # it writes a configuration when it is imported
    os.environ["XDG_CONFIG_HOME"] = os.environ["MPLCONFIGDIR"] = folder.name
    start = time.perf_counter()
    import asyncio

    from safepyrun import RunPython

    async def every():
        async def fresh():
            check(await RunPython(g={"data": DATA}, ok_dests=[])(SOURCE))

        await fresh()
        first = time.perf_counter() - start
        times = []
        for _ in range(COUNT):
            before = time.perf_counter()
            await fresh()
            times.append(time.perf_counter() - before)
        live = RunPython(g={"f": lookup}, ok_dests=[])
        before = time.perf_counter()
        for _ in range(3):
            await live(LOOP)
        return first, statistics.median(times), (time.perf_counter() - before) / 1500

    first, fresh, callback = asyncio.run(every())
    yield "first", first
    yield "fresh", fresh
    yield "callback", callback


WAYS = {
    "objcap": objcap_sandbox,
    "objcap-more": objcap_more,
    "exec": plain_exec,
    "subprocess": plain_process,
    "ProcessPoolExecutor": process_pool,
    "RestrictedPython": restricted_python,
    "asteval": asteval,
    "smolagents": smolagents,
    "pydantic-monty": pydantic_monty,
    "safepyrun": safepyrun,
    "sandlock": processes_of("sandlock"),
    "bubblewrap": processes_of("bubblewrap"),
}
PEERS = ("RestrictedPython", "asteval", "smolagents", "pydantic-monty", "safepyrun", "sandlock", "bubblewrap")


def main():
    name = sys.argv[1]
    try:
        for figure, value in WAYS[name]():
            print(figure, value)
    except ImportError as error:
        print(f"{name}: {error}", file=sys.stderr)
        print("absent", 0)
    except Exception as error:
        if name not in PEERS:
            raise
        print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        print("failed", 0)


if __name__ == "__main__":
    main()
