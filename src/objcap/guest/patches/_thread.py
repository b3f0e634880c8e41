"""Completes `_thread`: locks are C's, threads are refused, and threading imports.

A second thread would run beside C code that has checked its arguments and not
yet acted on them; and the kernel wall lets no thread start.
"""

_MAIN = get_ident()


def _no_threads(name):
    def refused(*args, **kwargs):
        raise RuntimeError(
            f"objcap: _thread.{name}: a guest cannot start threads; nothing grants them: use asyncio, "
            "or ask the host for another sandbox"
        )

    refused.__name__ = refused.__qualname__ = name
    refused.__module__ = "_thread"
    return refused


start_new_thread = start_new = _no_threads("start_new_thread")
start_joinable_thread = _no_threads("start_joinable_thread")
interrupt_main = _no_threads("interrupt_main")


def _set_sentinel():
    """Return the lock that threading keeps for the only thread (3.11, 3.12)."""
    return allocate_lock()


def daemon_threads_allowed() -> bool:
    """Answer True: a Thread object may be made, start() is what refuses."""
    return True


def _shutdown() -> None:
    """Do nothing: there are no threads to wait for."""


def _get_main_thread_ident() -> int:
    return _MAIN


def _is_main_interpreter() -> bool:
    return True


def _count() -> int:
    return 0


def stack_size(size: int = 0, /) -> int:
    """Answer the default; there is no thread whose stack could have another size."""
    if size:
        raise ValueError("objcap: a guest cannot start threads")
    return 0


def exit() -> None:
    """End the only thread, which ends the program."""
    import sys

    sys.exit()


exit_thread = exit


class _ThreadHandle:
    """What threading keeps of a thread (3.13); never that of a running one but the first."""

    def __init__(self) -> None:
        self.ident = 0
        self._done = False

    def is_done(self) -> bool:
        return self._done

    def _set_done(self) -> None:
        if self.ident != _MAIN:
            raise RuntimeError("thread not started")
        self._done = True

    def join(self, timeout: float = -1) -> None:
        if self.ident == _MAIN:
            raise RuntimeError("Cannot join current thread")
        raise RuntimeError("thread not started")


def _make_thread_handle(ident: int) -> _ThreadHandle:
    handle = _ThreadHandle()
    handle.ident = ident
    return handle
