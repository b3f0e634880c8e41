"""Capabilities worth handing out, and what makes less of them.

A host grants them to a guest by ``objcap.Sandbox(grant=...)``, or by ``objcap.capability(cap)`` before
``objcap.lockdown()``. See docs/reference.md.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._base import Cap as Cap

# Names that come with their first use: each brings modules of its own.
_LATER = {
    "Cap": "_base",
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
