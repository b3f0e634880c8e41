"""The guest's signal: names and numbers; handlers, masks and timers are the host's."""

from __future__ import annotations

from _signal import *
from enum import IntEnum as _IntEnum

from _objcap_refuse import GRANT as _GRANT
from _objcap_refuse import refusing as _refusing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any, NoReturn

_globals = globals()

_IntEnum._convert_(
    "Signals",
    __name__,
    lambda name: name.isupper() and name.startswith("SIG") and not name.startswith("SIG_"),
)
_IntEnum._convert_("Handlers", __name__, lambda name: name in ("SIG_DFL", "SIG_IGN"))
_IntEnum._convert_("Sigmasks", __name__, lambda name: name in ("SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK"))

for _name in """
    alarm getitimer pause pidfd_send_signal pthread_kill pthread_sigmask raise_signal setitimer
    set_wakeup_fd siginterrupt sigpending sigtimedwait sigwait sigwaitinfo
    """.split():
    _globals[_name] = _refusing("signal", _name)


class _Refused(PermissionError, ValueError):
    """Also the error of a thread that may not set handlers: asyncio and others expect that one."""


_Refused.__name__ = _Refused.__qualname__ = "PermissionError"
_Refused.__module__ = "builtins"


def default_int_handler(signalnum: int, frame: FrameType | None, /) -> NoReturn:
    """Raise KeyboardInterrupt."""
    raise KeyboardInterrupt


def signal(signalnum: int, handler: Any, /) -> NoReturn:
    """Refuse: a handler would run on top of whatever code the signal interrupts."""
    raise _Refused(f"objcap: signal.signal is refused to a guest; {_GRANT}")


def getsignal(signalnum: int, /) -> Callable[[int, FrameType | None], Any] | int | None:
    """Answer what holds for every guest: the default, and KeyboardInterrupt for SIGINT."""
    if signalnum == Signals.SIGINT:
        return default_int_handler
    if signalnum not in range(1, NSIG):
        raise ValueError("signal number out of range")
    return Handlers.SIG_DFL


def valid_signals() -> set[Any]:
    """Return the set of signals that this system knows by name."""
    return set(Signals)


def strsignal(signalnum: int, /) -> str | None:
    """Name the signal `signalnum`, or answer None."""
    try:
        return Signals(signalnum).name
    except ValueError:
        return None
