"""The guest's atexit: the callbacks run when the guest's program ends.

The real module runs them while the interpreter is torn down, when the audit
hook is already gone. These run before, from `_run_exitfuncs`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing is heavy, and logging and weakref import atexit
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    _F = TypeVar("_F", bound=Callable[..., Any])

_callbacks: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]] = []


def register(func: _F, /, *args: Any, **kwargs: Any) -> _F:
    """Register `func` to be called with these arguments when the program ends."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _callbacks.append((func, args, kwargs))
    return func


def unregister(func: Callable[..., Any], /) -> None:
    """Forget every registration of `func`."""
    _callbacks[:] = [entry for entry in _callbacks if entry[0] != func]


def _clear() -> None:
    _callbacks.clear()


def _ncallbacks() -> int:
    return len(_callbacks)


def _run_exitfuncs() -> None:
    """Run the callbacks, last registered first; report what they raise and go on."""
    while _callbacks:
        func, args, kwargs = _callbacks.pop()
        try:
            func(*args, **kwargs)
        except BaseException as error:
            import sys
            import traceback

            print(f"Exception ignored in atexit callback: {func!r}", file=sys.stderr)
            traceback.print_exception(error)
