"""Functions that stand where a power used to be, and say so when they are called."""

from __future__ import annotations

TYPE_CHECKING = False  # typing is too heavy for a module that every guest loads
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

files = False  # has the host granted an open()? _objcap_files says so
GRANT = "only a capability that the host hands in would grant it"
# What the command line can grant, and how.
_FILES = frozenset(
    "io.open os.access os.listdir os.makedirs os.mkdir os.remove os.rename os.replace os.rmdir os.scandir "
    "os.stat os.unlink os.walk".split()
)
_OPTIONS = "python -m objcap --read DIR, and --write DIR, grant folders"


def _on_command_line() -> bool:
    """Is there an open()? Without a grant only `python -m objcap` has one, which refuses (builtins.c)."""
    try:
        return open is not None
    except NameError:
        return False


def refusal(what: str, grant: str = GRANT) -> PermissionError:
    """Make the error for `what`, an OSError so that callers' fallbacks work.

    `strerror` is set and `errno` is not, so that str() gives the plain message.
    """
    if grant == GRANT and what in _FILES and _on_command_line():
        grant = _OPTIONS
    error = PermissionError(f"objcap: {what} is refused to a guest; {grant}")
    error.strerror = error.args[0]
    return error


def unless_files(module: str, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that refuses as refusing() does, until files have been granted."""
    refused = refusing(module, name)

    def asked(*args: Any, **kwargs: Any) -> Any:
        return (function if files else refused)(*args, **kwargs)

    asked.__name__ = asked.__qualname__ = name
    asked.__module__ = module
    asked.__doc__ = function.__doc__
    return asked


def refusing(module: str, name: str, grant: str = GRANT) -> Callable[..., NoReturn]:
    """Make a function `module.name` that refuses whatever it is called with."""

    def refused(*args: Any, **kwargs: Any) -> NoReturn:
        raise refusal(f"{module}.{name}", grant)

    refused.__name__ = refused.__qualname__ = name
    refused.__module__ = module
    refused.__doc__ = f"Refused: {module}.{name} is a power that no guest has."
    return refused
