"""objcap as a guest sees it: the interpreter is locked, and that is all."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

__all__ = ["LockdownError", "is_locked", "lockdown"]


class LockdownError(RuntimeError):
    """The interpreter cannot be locked down."""


def is_locked() -> bool:
    """Return True: this code runs in a locked interpreter."""
    return True


def lockdown(policy: Any = None) -> NoReturn:
    """Raise LockdownError: this interpreter is locked down already."""
    raise LockdownError("this interpreter is locked down already")


def __getattr__(name: str) -> Any:
    if name in ("Policy", "file_init", "code_new", "subclasses", "capability", "get_include"):
        raise AttributeError(f"objcap.{name} is for the host, before the lockdown")
    raise AttributeError(f"module 'objcap' has no attribute {name!r}")
