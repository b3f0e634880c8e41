"""asyncio without sockets or threads: run, tasks, groups, queues, locks, timeouts, Runner, streams."""

import asyncio
import contextvars
import sys
import time


async def worker(queue: asyncio.Queue, done: list) -> None:
    while True:
        item = await queue.get()
        await asyncio.sleep(0)
        done.append(item)
        queue.task_done()


async def queues() -> None:
    queue: asyncio.Queue = asyncio.Queue(maxsize=2)
    done: list[int] = []
    tasks = [asyncio.create_task(worker(queue, done), name=f"worker-{i}") for i in range(3)]
    for number in range(10):
        await queue.put(number)
    await queue.join()
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(done) == list(range(10)) and all(isinstance(r, asyncio.CancelledError) for r in results)


async def groups() -> None:
    async def add(a: int, b: int) -> int:
        await asyncio.sleep(0.001)
        return a + b

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(add(i, i)) for i in range(4)]
    assert [task.result() for task in tasks] == [0, 2, 4, 6]

    async def fail() -> None:
        raise ValueError("from a task")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(asyncio.sleep(60))
    except* ValueError as caught:
        assert str(caught.exceptions[0]) == "from a task"
    else:
        raise AssertionError("the group swallowed an error")


async def timeouts() -> None:
    started = time.monotonic()
    try:
        async with asyncio.timeout(0.02):
            await asyncio.sleep(60)
    except TimeoutError:
        pass
    else:
        raise AssertionError("no timeout")
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)
    except TimeoutError:
        pass
    else:
        raise AssertionError("no timeout")
    assert time.monotonic() - started < 5
    finished, pending = await asyncio.wait(
        [asyncio.create_task(asyncio.sleep(d)) for d in (0, 60)], timeout=0.05
    )
    assert len(finished) == len(pending) == 1
    for task in pending:
        task.cancel()
    order = [
        await first for first in asyncio.as_completed([asyncio.sleep(0.02, "slow"), asyncio.sleep(0, "fast")])
    ]
    assert order == ["fast", "slow"]


async def locks() -> None:
    lock, event, semaphore, log = asyncio.Lock(), asyncio.Event(), asyncio.Semaphore(2), []
    condition = asyncio.Condition()

    async def critical(name: str) -> None:
        await event.wait()
        async with semaphore, lock:
            log.append(f"{name} in")
            await asyncio.sleep(0)
            log.append(f"{name} out")
        async with condition:
            condition.notify_all()

    tasks = [asyncio.create_task(critical(n)) for n in "ab"]
    event.set()
    async with condition:
        await condition.wait_for(lambda: len(log) == 4)
    await asyncio.gather(*tasks)
    assert log == ["a in", "a out", "b in", "b out"]
    barrier = asyncio.Barrier(2)
    assert sorted(await asyncio.gather(barrier.wait(), barrier.wait())) == [0, 1]


async def callbacks() -> None:
    loop = asyncio.get_running_loop()
    future, seen = loop.create_future(), []
    future.add_done_callback(lambda f: seen.append(f.result()))
    loop.call_later(0.01, future.set_result, 42)
    loop.call_soon(seen.append, "soon")
    assert await asyncio.shield(future) == 42
    await asyncio.sleep(0)
    assert seen == ["soon", 42]

    async def numbers():
        for n in range(3):
            yield n
            await asyncio.sleep(0)

    assert [n async for n in numbers()] == [0, 1, 2]
    reader = asyncio.StreamReader()
    reader.feed_data(b"line\nrest")
    reader.feed_eof()
    assert await reader.readline() == b"line\n" and await reader.read() == b"rest"


request = contextvars.ContextVar("request", default="none")


async def contexts() -> None:
    async def show() -> str:
        return request.get()

    request.set("outer")
    task = asyncio.create_task(show())
    request.set("later")
    assert await task == "outer"


async def main() -> str:
    for part in (queues, groups, timeouts, locks, callbacks, contexts):
        await part()
    assert asyncio.current_task() in asyncio.all_tasks()
    return "done"


assert asyncio.run(main()) == "done"
assert asyncio.run(main(), debug=True) == "done"
with asyncio.Runner() as runner:
    assert runner.run(asyncio.sleep(0, 1)) == 1 and runner.get_loop().is_running() is False


async def exits() -> None:
    async def leave() -> None:
        sys.exit(7)

    background = asyncio.create_task(leave())
    await asyncio.sleep(60)
    del background


try:
    asyncio.run(exits())
except BaseException as error:
    assert type(error).__name__ == "SystemExit" and error.code == 7, error
else:
    raise AssertionError("sys.exit in a task was lost")

loop = asyncio.new_event_loop()
try:
    assert loop.run_until_complete(asyncio.sleep(0, "value")) == "value"
    loop.call_soon(loop.stop)
    loop.run_forever()
finally:
    loop.close()
print("ok")
