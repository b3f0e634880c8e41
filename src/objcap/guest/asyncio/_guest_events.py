"""An event loop that has timers and callbacks, and nothing to wait for outside.

It keeps BaseEventLoop's scheduling and replaces the selector by sleeping until
the next timer is due. No other thread and no descriptor can wake it: a loop
whose tasks all wait for each other would sleep for ever, and says so instead.
"""

from __future__ import annotations

import sys
import time

from _objcap_refuse import refusal

from . import base_events, events

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

__all__ = ["SelectorEventLoop", "DefaultEventLoopPolicy"]


class _Sleeper:
    """What BaseEventLoop calls its selector."""

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise RuntimeError(
                "objcap: every task of this event loop waits and no timer is set; "
                "a guest has no sockets, threads or signals that could wake one"
            )
        if timeout > 0:
            time.sleep(timeout)
        return []


def _refusing_coroutine(name: str) -> Callable[..., Any]:
    async def refused(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise refusal(f"asyncio's loop.{name}")

    refused.__name__ = refused.__qualname__ = name
    return refused


def _refusing_method(name: str) -> Callable[..., Any]:
    def refused(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
        raise refusal(f"asyncio's loop.{name}")

    refused.__name__ = refused.__qualname__ = name
    return refused


class SelectorEventLoop(base_events.BaseEventLoop):
    """The guest's event loop, under the name that programs ask for."""

    def __init__(self, selector: Any = None) -> None:
        super().__init__()
        if selector is not None:
            raise refusal("a selector of one's own")
        self._selector = _Sleeper()

    for _name in """
        connect_accepted_socket connect_read_pipe connect_write_pipe create_connection
        create_datagram_endpoint create_server create_unix_connection create_unix_server getaddrinfo
        getnameinfo sendfile sock_accept sock_connect sock_recv sock_recv_into sock_recvfrom
        sock_recvfrom_into sock_sendall sock_sendfile sock_sendto start_tls subprocess_exec
        subprocess_shell
        """.split():
        locals()[_name] = _refusing_coroutine(_name)
    for _name in "add_reader add_writer remove_reader remove_writer".split():
        locals()[_name] = _refusing_method(_name)
    del _name

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:
        """Refuse the default executor, which is made of threads; a guest's own is used."""
        if executor is None:
            raise RuntimeError("objcap: a guest cannot start threads, so asyncio has no default executor")
        return super().run_in_executor(executor, func, *args)

    def _process_events(self, event_list: list[Any]) -> None:
        """Do nothing: the sleeper has no events."""

    def _write_to_self(self) -> None:
        """Do nothing: the loop cannot be asleep while other code runs."""


class DefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """Makes the guest's loop."""

    _loop_factory = SelectorEventLoop


if sys.version_info >= (3, 13):
    EventLoop = SelectorEventLoop
    __all__ += ["EventLoop"]
