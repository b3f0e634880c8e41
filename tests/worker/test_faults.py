"""What goes wrong around a sandbox: killed and stopped workers, forks, exits, Ctrl-C, shortages."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from collections.abc import Callable

import pytest
from support import run_python

import objcap
from objcap import Sandbox
from objcap.worker import zygote


def worker_pid(box: Sandbox) -> int:
    """The process id of a worker, as this process sees it."""
    return zygote.process_of(box._session.worker.pidfd)[0]


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def settle(condition: Callable[[], bool]) -> None:
    """Wait for what happens in other processes."""
    deadline = time.monotonic() + 60
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert condition()


# ---------------------------------------------------------------- killed


def test_a_worker_killed_while_idle() -> None:
    with Sandbox() as box:
        box.eval("1")
        os.kill(worker_pid(box), signal.SIGKILL)
        with pytest.raises(objcap.WorkerCrashed) as caught:
            box.eval("1")
        assert caught.value.signal == signal.SIGKILL and "SIGKILL" in str(caught.value)
        with pytest.raises(objcap.SandboxClosed):
            box.eval("1")


def test_a_worker_killed_while_it_runs_and_in_a_grant() -> None:
    with Sandbox() as box:
        box.grant("end", lambda: os.kill(worker_pid(box), signal.SIGKILL))
        with pytest.raises(objcap.WorkerCrashed):
            box.exec("end()\nwhile 1: pass")
    with Sandbox() as box:
        timer = threading.Timer(0.1, os.kill, (worker_pid(box), signal.SIGKILL))
        timer.start()
        with pytest.raises(objcap.WorkerCrashed):
            box.exec("while 1: pass")
        timer.join()


def test_spares_that_were_killed() -> None:
    with Sandbox():
        home = next(iter(zygote._zygotes.values()))
        settle(lambda: (home.refill(), len(home.spares) >= 1)[1])
        for spare in list(home.spares):
            zygote.kill(spare.pidfd)
        time.sleep(0.2)
    assert [objcap.run("1").value for _ in range(6)] == [1] * 6


@pytest.mark.parametrize("ready", [False, True])
def test_a_killed_zygote_ends_its_workers_and_a_new_one_starts(ready: bool) -> None:
    with Sandbox() as box, Sandbox(grant={"f": lambda: 1}) as other:
        other.eval("f()")
        home = box._session.home
        if ready:
            settle(lambda: (home.refill(), len(home.spares) >= 1)[1])
        os.killpg(home.process.pid, signal.SIGKILL)
        for each in (box, other):
            with pytest.raises(objcap.WorkerCrashed):
                each.exec("while 1: pass")
        assert objcap.run("1").value == 1


def test_a_stopped_worker_has_a_wall() -> None:
    with Sandbox(wall=0.3) as box:
        box.eval("1")
        os.kill(worker_pid(box), signal.SIGSTOP)
        with pytest.raises(objcap.WallLimit):
            box.run("1", {"x": "x" * 5_000_000})
        assert not box.alive
    with Sandbox() as box:
        os.kill(worker_pid(box), signal.SIGSTOP)
        box.close()


def test_signals_to_a_worker() -> None:
    with Sandbox() as box:
        for number in (signal.SIGPIPE, signal.SIGCHLD, signal.SIGWINCH, signal.SIGCONT, signal.SIGINT):
            os.kill(worker_pid(box), number)
            assert box.eval("1") == 1
        os.kill(worker_pid(box), signal.SIGTERM)
        with pytest.raises(objcap.WorkerCrashed, match="SIGTERM"):
            box.eval("1")


# ---------------------------------------------------------------- forks and ends of the application


def test_a_fork_of_the_application_has_no_sandboxes_and_may_make_some() -> None:
    source = """
        import os, threading, objcap
        box = objcap.Sandbox()
        box.exec("x = 1")
        held = threading.Event(); go = threading.Event()
        box.grant("wait", lambda: (held.set(), go.wait(60)) and None)
        thread = threading.Thread(target=box.exec, args=("wait()",)); thread.start()
        held.wait(60)
        child = os.fork()
        if child == 0:
            status = 0
            try: box.eval("x"); status = 1
            except objcap.SandboxClosed: pass
            box.close()
            with objcap.Sandbox() as mine:
                status |= mine.eval("2") != 2
            objcap.worker.zygote.shutdown()
            os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        go.set(); thread.join()
        assert box.eval("x") == 1
        print("fine")
    """
    done = run_python(source, timeout=300)
    assert done.stdout == "fine\n", done.stderr


@pytest.mark.parametrize(
    "end", ["", "import sys; sys.exit(0)", "import os; os._exit(0)", "import gc; gc.disable()"]
)
def test_exit_without_closing(end: str) -> None:
    source = f"""
        import objcap
        box = objcap.Sandbox(grant={{"f": lambda: box}}); other = objcap.Sandbox()
        box.eval("1"); other.eval("1")
        print(box._session.home.process.pid, flush=True)
        {end}
    """
    done = run_python(source, timeout=300)
    assert done.returncode == 0 and not done.stderr
    group = int(done.stdout)

    def gone() -> bool:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        return False

    settle(gone)


@pytest.mark.parametrize("where", ["guest", "grant", "nested", "many"])
def test_ctrl_c(where: str) -> None:
    source = f"""
        import objcap, signal, time, threading, os
        box = objcap.Sandbox()
        box.exec("x = 1")
        box.grant("sleep", lambda: time.sleep(100))
        box.grant("raise_", lambda: signal.raise_signal(signal.SIGINT))
        box.grant("nested", lambda: box.exec("while 1: pass"))
        calls = dict(guest="while 1: pass", grant="sleep()", nested="nested()", many="raise_()")
        for attempt in range(3):
            if {where!r} != "many":
                threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
            try:
                box.exec(calls[{where!r}])
                print("not interrupted")
            except KeyboardInterrupt:
                print("interrupted")
            if box.alive:
                assert box.eval("x") == 1
            else:
                box = objcap.Sandbox(grant={{"sleep": lambda: time.sleep(100),
                    "nested": lambda: box.exec("while 1: pass"),
                    "raise_": lambda: signal.raise_signal(signal.SIGINT)}})
                box.exec("x = 1")
    """
    done = run_python(source, timeout=300)
    assert done.stdout == "interrupted\n" * 3, done.stderr
    assert done.returncode == 0


def test_ctrl_c_while_a_message_is_sent() -> None:
    source = """
        import objcap, signal, threading, os
        box = objcap.Sandbox(message="64 MiB")
        box.eval("1")
        pid = objcap.worker.zygote.process_of(box._session.worker.pidfd)[0]
        os.kill(pid, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        try: box.run("1", {"x": "x" * 30_000_000})
        except KeyboardInterrupt: print("interrupted", box.alive)
        with objcap.Sandbox() as box: print(box.eval("2"))
    """
    done = run_python(source, timeout=300)
    assert done.stdout == "interrupted False\n2\n", done.stderr


# ---------------------------------------------------------------- threads, shortages, leaks


def test_many_threads_take_turns_at_one_sandbox() -> None:
    seen: list[int] = []
    with Sandbox(grant={"same": lambda x: x}) as box:

        def use(start: int) -> None:
            for n in range(start, start + 20):
                seen.append(box.eval(f"same({n})"))

        threads = [threading.Thread(target=use, args=(20 * n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(seen) == list(range(160))


def test_a_shortage_of_descriptors_harms_no_other_sandbox() -> None:
    source = """
        import objcap, os, resource
        first = objcap.Sandbox()
        first.exec("x = 1")
        while True:  # none ahead that could still be taken
            lowest = os.dup(0); os.close(lowest)
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, 4096))
            try: kept = objcap.Sandbox()
            except objcap.StartError as error: print("StartError", "open files" in str(error)); break
            resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
            boxes = globals().setdefault("boxes", []); boxes.append(kept)
        try: first.fork()
        except objcap.StartError: print("StartError")
        print(first.eval("x"))
        try: objcap.Sandbox(recursion=500)
        except objcap.StartError: print("StartError")
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))
        print(objcap.run("2").value, first.eval("x"), first.fork().eval("x"))
        print(all(box.eval("3") == 3 for box in globals().get("boxes", [])))
    """
    done = run_python(source, timeout=300)
    assert done.stdout == "StartError True\nStartError\n1\nStartError\n2 1 1\nTrue\n", done.stderr


def one_after_another(count: int) -> None:
    objcap.run("1")
    gc.collect()
    home = zygote.zygote(zygote.Key(*next(iter(zygote._zygotes))))
    before = descriptors()
    for number in range(count):
        assert objcap.run("x", {"x": number}).value == number
        if number % 7 == 0:
            with pytest.raises(objcap.SandboxError), Sandbox(grant_calls=0, grant={"f": len}) as box:
                box.exec("f('')")
        if number % 11 == 0:
            with Sandbox() as box, box.fork() as twin:
                twin.eval("1")
    settle(lambda: (home._collect(0), descriptors() <= before + 2 * zygote.SPARES + 2)[1])
    settle(lambda: (home._collect(0), len(home.deaths) + len(home.lost) + len(home.running) < 30)[1])


def test_hundreds_of_sandboxes_leak_nothing() -> None:
    one_after_another(200)


@pytest.mark.slow
def test_ten_thousand_sandboxes_leak_nothing() -> None:
    one_after_another(10_000)


def test_garbage_collection_closes() -> None:
    box = Sandbox()
    kept: list[object] = [box]
    box.grant("f", lambda kept=kept: kept)
    box.grant("keep", kept.append)
    box.exec("keep(lambda: 1)")
    leash = box._session.leash
    del box, kept
    gc.collect()
    assert leash.pidfd == -1


def test_garbage_collection_takes_no_lock() -> None:
    box = Sandbox()
    home = box._session.home
    cycle: list[object] = [box]
    cycle.append(cycle)
    del box
    with home.lock:  # as in the midst of taking a worker
        del cycle
        gc.collect()
    assert objcap.run("1").value == 1


def test_no_zombies() -> None:
    zygote.shutdown()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert objcap.run("1").value == 1
