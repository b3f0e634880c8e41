"""Locks, conditions and queues work in the one thread; starting another is refused."""

import _thread
import concurrent.futures
import queue
import sched
import threading
import time

lock = threading.Lock()
with lock:
    assert lock.locked() and not lock.acquire(blocking=False) and not lock.acquire(timeout=0.01)
assert not lock.locked()
try:
    lock.release()
except RuntimeError:
    pass
else:
    raise AssertionError("an unlocked lock was released")
reentrant = threading.RLock()
with reentrant, reentrant:
    pass
event = threading.Event()
assert not event.wait(0.01) and event.set() is None and event.wait()
semaphore = threading.BoundedSemaphore(1)
with semaphore:
    assert not semaphore.acquire(blocking=False)
condition = threading.Condition()
with condition:
    assert condition.wait(0.01) is False and condition.wait_for(lambda: True)
local = threading.local()
local.value = 3
assert local.value == 3
assert threading.current_thread() is threading.main_thread() and threading.active_count() == 1
assert threading.get_ident() == _thread.get_ident() == threading.main_thread().ident

for make in (
    lambda: threading.Thread(target=print).start(),
    lambda: threading.Thread(target=print, daemon=True).start(),
    lambda: threading.Timer(1, print).start(),
    lambda: _thread.start_new_thread(print, ()),
    lambda: _thread.start_new(print, ()),
    lambda: _thread.start_joinable_thread(print),
    lambda: concurrent.futures.ThreadPoolExecutor().submit(print),
):
    try:
        make()
    except RuntimeError as error:
        assert "objcap" in str(error) and "thread" in str(error), error
    else:
        raise AssertionError("a thread was started")
assert threading.enumerate() == [threading.main_thread()]

jobs: queue.Queue = queue.Queue(maxsize=2)
jobs.put("a")
jobs.put("b")
try:
    jobs.put("c", timeout=0.01)
except queue.Full:
    pass
else:
    raise AssertionError("a full queue took a job")
assert [jobs.get(), jobs.get()] == ["a", "b"] and jobs.empty()
jobs.task_done(), jobs.task_done(), jobs.join()
ranked: queue.PriorityQueue = queue.PriorityQueue()
for pair in ((2, "b"), (1, "a")):
    ranked.put(pair)
assert ranked.get() == (1, "a")
simple = queue.SimpleQueue()
simple.put(1)
assert simple.get() == 1
try:
    simple.get(timeout=0.01)
except queue.Empty:
    pass
else:
    raise AssertionError("an empty queue gave a job")
stack: queue.LifoQueue = queue.LifoQueue()
stack.put(1), stack.put(2)
assert stack.get() == 2

out: list[str] = []
agenda = sched.scheduler(time.monotonic, time.sleep)
agenda.enter(0.02, 1, out.append, ("second",))
agenda.enter(0.01, 1, out.append, ("first",))
agenda.cancel(agenda.enter(9, 1, print))
agenda.run()
assert out == ["first", "second"]

# The future of an executor that runs things at once, as programs write for tests.
future: concurrent.futures.Future = concurrent.futures.Future()
future.set_result(5)
assert future.result() == 5 and concurrent.futures.wait([future]).done == {future}
print("ok")
