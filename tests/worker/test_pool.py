"""objcap.Pool is an executor."""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError, Executor, as_completed

import pytest

import objcap
from objcap import Pool


def test_pool_is_an_executor() -> None:
    with Pool(2) as pool:
        assert isinstance(pool, Executor)
        futures = [pool.submit("x * 2", {"x": n}) for n in range(6)]
        assert sorted(future.result().value for future in as_completed(futures)) == [0, 2, 4, 6, 8, 10]
        results = pool.map("x + 1", [{"x": n} for n in range(4)])
        assert [result.value for result in results] == [1, 2, 3, 4]
        assert pool.submit("input()", stdin="line").result().value == "line"
        with pytest.raises(objcap.GuestError) as caught:
            pool.submit("1 / 0", filename="job.py").result()
        assert "job.py" in caught.value.traceback
    with pytest.raises(RuntimeError):
        pool.submit("1")


def test_jobs_are_fresh() -> None:
    with Pool(1) as pool:
        pool.submit("import math; math_was = x = 1").result()
        with pytest.raises(objcap.GuestError, match="NameError"):
            pool.submit("x").result()


def test_limits_hit_one_job_only() -> None:
    with Pool(2, wall=1, memory="32 MiB") as pool:
        jobs = [pool.submit("while 1: pass"), pool.submit("'x' * 10**9"), pool.submit("5")]
        with pytest.raises(objcap.WallLimit):
            jobs[0].result()
        with pytest.raises(objcap.MemoryLimit):
            jobs[1].result()
        assert jobs[2].result().value == 5


def test_cancel() -> None:
    go = threading.Event()
    with Pool(1, grant={"wait": lambda: go.wait(60) and None}) as pool:
        first = pool.submit("wait()")
        while not first.running():
            time.sleep(0.001)
        second = pool.submit("2")
        assert second.cancel()
        go.set()
        assert first.result().value is None
        with pytest.raises(CancelledError):
            second.result()
    with Pool(1) as pool:
        jobs = [pool.submit("1") for _ in range(20)]
        pool.shutdown(cancel_futures=True)
        assert all(job.cancelled() or job.result().value == 1 for job in jobs)


def test_wrong_options_are_refused_at_once() -> None:
    with pytest.raises(ValueError, match="workers"):
        Pool(0)
    with pytest.raises(ValueError, match="memory"):
        Pool(1, memory=1)
    with pytest.raises(TypeError):
        Pool(1, nothing=1)


def test_many_threads_use_one_pool() -> None:
    seen: list[int] = []
    with Pool(2) as pool:

        def use(start: int) -> None:
            for n in range(start, start + 5):
                seen.append(pool.submit("x", {"x": n}).result().value)

        threads = [threading.Thread(target=use, args=(5 * n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(seen) == list(range(30))
