"""Stand-ins for modules that the stdlib's own modules name at import and a guest does not have.

asyncio's base classes take constants of `socket` and `subprocess` as default
arguments; `email.utils` needs `socket` for one function. The stand-ins hold the
constants, refuse everything else, and are in `sys.modules` only while those
modules are imported: for a guest's own `import socket` the answer stays an
ImportError.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType

from _objcap_refuse import refusal, refusing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_CONSTANTS: dict[str, dict[str, Any]] = {
    "socket": {
        "AF_UNSPEC": 0,
        "AF_INET": 2,
        "AF_INET6": 10,
        "SOCK_STREAM": 1,
        "SOCK_DGRAM": 2,
        "AI_PASSIVE": 1,
        "IPPROTO_TCP": 6,
        "IPPROTO_UDP": 17,
        "IPPROTO_IPV6": 41,
        "SOL_SOCKET": 1,
        "SO_TYPE": 3,
        "error": OSError,
        "timeout": TimeoutError,
    },
    "subprocess": {"PIPE": -1, "STDOUT": -2, "DEVNULL": -3},
}

# Names that are used as types: in annotations, isinstance and class statements.
_CLASSES = {
    "socket": ("socket", "gaierror", "herror"),
    "socketserver": ("ThreadingTCPServer", "StreamRequestHandler"),
    "subprocess": ("Popen",),
}


class _StandIn(ModuleType):
    """A module whose unknown functions refuse; its unknown constants do not exist."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name.isupper():
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        function = refusing(self.__name__, name)
        setattr(self, name, function)
        return function


def _refusing_class(module: str, name: str) -> type:
    def __init__(self: object, *args: Any, **kwargs: Any) -> None:
        raise refusal(f"{module}.{name}")

    return type(name, (), {"__init__": __init__, "__module__": module})


def _stand_in(name: str) -> ModuleType:
    module = _StandIn(name, "A stand-in: objcap refuses this module to a guest.")
    vars(module).update(_CONSTANTS.get(name, {}))
    for class_name in _CLASSES.get(name, ()):
        setattr(module, class_name, _refusing_class(name, class_name))
    return module


@contextmanager
def lent(*names: str) -> Iterator[None]:
    """Lend stand-ins to the imports of the with block; modules that are there already stay."""
    lent_modules = [_stand_in(name) for name in names if name not in sys.modules]
    for module in lent_modules:
        sys.modules[module.__name__] = module
    try:
        yield
    finally:
        for module in lent_modules:
            if sys.modules.get(module.__name__) is module:
                del sys.modules[module.__name__]
