"""objcap.Pool: many fresh sandboxes, a few at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

from objcap.worker import zygote
from objcap.worker.sandbox import Result, Sandbox, key_of, run


class Pool(Executor):
    """An executor whose jobs are pieces of source, each run in a fresh sandbox of its own.

    workers: how many run at once; None: as many as this machine has cores.
    options: those of Sandbox. `snapshots` is False unless it is said.

    A pool keeps no worker for a second job; it keeps their zygote, and a few workers that nobody has used
    yet. Threads of the application share it freely. Raises StartError if there can be no workers.
    """

    def __init__(self, workers: int | None = None, *, preload: Iterable[str] = (), **options: Any) -> None:
        if workers is None:
            workers = os.cpu_count() or 1
        if type(workers) is not int or workers < 1:
            raise ValueError(f"workers must be an int of at least 1, not {workers!r}")
        self._options = {"snapshots": False, "preload": tuple(preload), **options}
        with Sandbox(**self._options):  # wrong options are refused here, and the zygote starts
            pass
        zygote.zygote(key_of(self._options)).want(workers + zygote.SPARES)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="objcap.Pool")

    def submit(  # type: ignore[override]
        self,
        source: str,
        /,
        inputs: Mapping[str, Any] | None = None,
        *,
        filename: str | None = None,
        stdin: str | None = None,
    ) -> Future[Result]:
        """Run source in a fresh sandbox, when its turn comes. The future has what objcap.run() gives or
        raises; one that has not started can be cancelled."""
        return self._threads.submit(run, source, inputs, filename=filename, stdin=stdin, **self._options)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more jobs; wait for those that there are, or cancel what has not started."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
