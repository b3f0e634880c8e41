"""objcap: object-capability rules for a stock CPython.

    import objcap
    objcap.lockdown()

After that line the whole interpreter is locked for good: code can compute
anything, and touch only what it was handed. See docs/guide.md.
"""

import atexit

from objcap import _objcap
from objcap._objcap import Capability, capability, code_new, file_init, is_locked, subclasses
from objcap._version import VERSION as __version__
from objcap.kernel import walls
from objcap.lockdown import LockdownError, lockdown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.policy import Policy

__all__ = [
    "Capability",
    "LockdownError",
    "Policy",
    "__version__",
    "capability",
    "code_new",
    "file_init",
    "get_include",
    "is_locked",
    "lockdown",
    "subclasses",
    "walls",
]


def get_include() -> str:
    """Return the folder of objcap.h, the header of the C API."""
    return __file__.rpartition("/")[0] + "/include"


def __getattr__(name: str) -> object:
    # Policy is a dataclass: importing dataclasses costs more than a lockdown, so
    # it comes with its first use.
    if name == "Policy":
        from objcap.policy import Policy

        globals()["Policy"] = Policy
        return Policy
    raise AttributeError(f"module 'objcap' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


# What ends a locked process. Callbacks run last in, first out: those that the
# application registers from here on run before it.
atexit.register(_objcap.at_end)

del atexit
