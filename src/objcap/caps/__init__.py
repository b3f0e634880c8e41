"""Capabilities worth handing out, and what makes less of them.

A host grants them to a guest by ``objcap.Sandbox(grant=...)``, or by ``objcap.capability(cap)`` before
``objcap.lockdown()``. See docs/reference.md.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._base import Cap as Cap
    from objcap.caps._files import Directory as Directory
    from objcap.caps._files import File as File
    from objcap.caps._open import as_open as as_open

# Names that come with their first use: each brings modules of its own.
_LATER = {
    "Cap": "_base",
    "Directory": "_files",
    "File": "_files",
    "as_open": "_open",
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
