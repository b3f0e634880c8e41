"""Capabilities worth handing out, and what makes less of them.

A host grants them to a guest by ``objcap.Sandbox(grant=...)``, or by ``objcap.capability(cap)`` before
``objcap.lockdown()``. See docs/reference.md.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._base import Cap as Cap
    from objcap.caps._combine import Revocable as Revocable
    from objcap.caps._combine import attenuate as attenuate
    from objcap.caps._combine import confirmed as confirmed
    from objcap.caps._combine import expiring as expiring
    from objcap.caps._combine import limited as limited
    from objcap.caps._combine import logged as logged
    from objcap.caps._combine import read_only as read_only
    from objcap.caps._combine import revocable as revocable
    from objcap.caps._files import Directory as Directory
    from objcap.caps._files import File as File
    from objcap.caps._http import Http as Http
    from objcap.caps._keyvalue import KeyValue as KeyValue
    from objcap.caps._open import as_open as as_open
    from objcap.caps._seal import Sealed as Sealed
    from objcap.caps._seal import Sealer as Sealer
    from objcap.caps._seal import Unsealer as Unsealer
    from objcap.caps._seal import sealing as sealing
    from objcap.caps._text import Log as Log
    from objcap.caps._text import Stdout as Stdout
    from objcap.caps._time import Clock as Clock
    from objcap.caps._time import Random as Random
    from objcap.caps._wrap import Attenuated as Attenuated
    from objcap.caps._wrap import Call as Call
    from objcap.caps._wrap import Gate as Gate

# Names that come with their first use: each brings modules of its own.
_LATER = {
    "Cap": "_base",
    "Directory": "_files",
    "File": "_files",
    "as_open": "_open",
    "Attenuated": "_wrap",
    "Call": "_wrap",
    "Gate": "_wrap",
    "Revocable": "_combine",
    "attenuate": "_combine",
    "confirmed": "_combine",
    "expiring": "_combine",
    "limited": "_combine",
    "logged": "_combine",
    "read_only": "_combine",
    "revocable": "_combine",
    "Sealed": "_seal",
    "Sealer": "_seal",
    "Unsealer": "_seal",
    "sealing": "_seal",
    "Clock": "_time",
    "Random": "_time",
    "Log": "_text",
    "Stdout": "_text",
    "KeyValue": "_keyvalue",
    "Http": "_http",
}
__all__ = sorted(_LATER)


def __getattr__(name: str) -> object:
    if name in _LATER:
        from importlib import import_module

        value: object = getattr(import_module(f"objcap.caps.{_LATER[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'objcap.caps' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
