"""objcap.AsyncSandbox: a sandbox whose methods are awaitable."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import Any, Self

from objcap.worker import errors
from objcap.worker.sandbox import Result, Sandbox
from objcap.worker.session import GRACE


class AsyncSandbox:
    """Sandbox for asyncio: the same options, the same names, awaitable.

    Grants may be coroutine functions; they run in the loop that entered the sandbox. Other grants run in
    the sandbox's own thread. A call that is cancelled is interrupted; if the guest does not end within
    50 ms its worker is killed.

    Use it by `async with`, which starts it. Raises as Sandbox does, from there.
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="objcap.AsyncSandbox")
        self._box: Sandbox | None = None
        self._granted: Future[Any] | None = None  # an asynchronous grant under way

    async def __aenter__(self) -> Self:
        if self._box is None:
            loop = asyncio.get_running_loop()
            self._box = await loop.run_in_executor(self._thread, partial(Sandbox, **self._options))
            self._attach(loop)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _attach(self, loop: asyncio.AbstractEventLoop) -> None:
        def await_result(coroutine: Coroutine[Any, Any, Any], deadline: float) -> Any:
            self._granted = job = asyncio.run_coroutine_threadsafe(coroutine, loop)
            try:
                return job.result(None if deadline < 0 else max(deadline - time.monotonic(), 0))
            finally:
                if not job.done():  # the time of the call is over
                    job.cancel()
                self._granted = None

        self._sandbox._session.await_result = await_result

    def _cancel_grant(self) -> None:
        """The call has ended for whoever made it: what it waits for ends, too."""
        if (job := self._granted) is not None:
            job.cancel()

    @property
    def _sandbox(self) -> Sandbox:
        if self._box is None:
            raise errors.SandboxClosed("an AsyncSandbox is started by 'async with'")
        return self._box

    async def _do(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        loop = asyncio.get_running_loop()
        job = loop.run_in_executor(self._thread, partial(function, *args, **kwargs))
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            box = self._sandbox
            box.interrupt()
            self._cancel_grant()
            done, _ = await asyncio.wait([job], timeout=GRACE)
            if not done:
                box._session.kill()
                await asyncio.wait([job])
            if not job.cancelled():
                job.exception()  # nobody else asks for it
            raise

    async def run(
        self,
        source: str,
        inputs: Mapping[str, Any] | None = None,
        *,
        filename: str | None = None,
        stdin: str | None = None,
    ) -> Result:
        """See Sandbox.run()."""
        result: Result = await self._do(self._sandbox.run, source, inputs, filename=filename, stdin=stdin)
        return result

    async def exec(
        self, source: str, inputs: Mapping[str, Any] | None = None, *, filename: str | None = None
    ) -> None:
        """See Sandbox.exec()."""
        await self._do(self._sandbox.exec, source, inputs, filename=filename)

    async def eval(self, source: str, *, filename: str | None = None) -> Any:
        """See Sandbox.eval()."""
        return await self._do(self._sandbox.eval, source, filename=filename)

    async def call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """See Sandbox.call()."""
        return await self._do(self._sandbox.call, name, *args, **kwargs)

    async def grant(self, name: str, value: Any) -> None:
        """See Sandbox.grant()."""
        await self._do(self._sandbox.grant, name, value)

    def revoke(self, name: str) -> None:
        """See Sandbox.revoke()."""
        self._sandbox.revoke(name)

    def interrupt(self) -> None:
        """See Sandbox.interrupt()."""
        self._sandbox.interrupt()

    async def fork(self) -> Self:
        """See Sandbox.fork()."""
        twin = type(self)(**self._options)
        twin._box = await self._do(self._sandbox.fork)
        twin._attach(asyncio.get_running_loop())
        return twin

    @property
    def alive(self) -> bool:
        """Has it a worker?"""
        return self._box is not None and self._box.alive

    @property
    def walls(self) -> Mapping[str, str]:
        """See Sandbox.walls."""
        return self._sandbox.walls

    @property
    def stdout(self) -> str:
        """See Sandbox.stdout."""
        return self._sandbox.stdout

    @property
    def stderr(self) -> str:
        """See Sandbox.stderr."""
        return self._sandbox.stderr

    async def close(self) -> None:
        """End the worker. Doing it twice does no harm."""
        if self._box is not None:
            box = self._box
            box._session.kill()
            self._cancel_grant()
            await asyncio.get_running_loop().run_in_executor(None, box.close)
        self._thread.shutdown(wait=False)
