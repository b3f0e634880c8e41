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
    from objcap.policy import Policy as Policy
    from objcap.worker.aio import AsyncSandbox as AsyncSandbox
    from objcap.worker.errors import (
        CallLimit as CallLimit,
    )
    from objcap.worker.errors import (
        CpuLimit as CpuLimit,
    )
    from objcap.worker.errors import (
        GuestError as GuestError,
    )
    from objcap.worker.errors import (
        GuestExit as GuestExit,
    )
    from objcap.worker.errors import (
        Interrupted as Interrupted,
    )
    from objcap.worker.errors import (
        LimitExceeded as LimitExceeded,
    )
    from objcap.worker.errors import (
        MemoryLimit as MemoryLimit,
    )
    from objcap.worker.errors import (
        MessageLimit as MessageLimit,
    )
    from objcap.worker.errors import (
        OutputLimit as OutputLimit,
    )
    from objcap.worker.errors import (
        SandboxClosed as SandboxClosed,
    )
    from objcap.worker.errors import (
        SandboxError as SandboxError,
    )
    from objcap.worker.errors import (
        StartError as StartError,
    )
    from objcap.worker.errors import (
        WallLimit as WallLimit,
    )
    from objcap.worker.errors import (
        WorkerCrashed as WorkerCrashed,
    )
    from objcap.worker.pool import Pool as Pool
    from objcap.worker.sandbox import Result as Result
    from objcap.worker.sandbox import Sandbox as Sandbox
    from objcap.worker.sandbox import Usage as Usage
    from objcap.worker.sandbox import run as run

__all__ = [
    "Capability",
    "LockdownError",
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

# Names that come with their first use: importing dataclasses, subprocess and their like costs more than a
# lockdown.
_LATER = {
    "Policy": "objcap.policy",
    "AsyncSandbox": "objcap.worker.aio",
    "Pool": "objcap.worker.pool",
    "Result": "objcap.worker.sandbox",
    "Sandbox": "objcap.worker.sandbox",
    "Usage": "objcap.worker.sandbox",
    "run": "objcap.worker.sandbox",
    "CallLimit": "objcap.worker.errors",
    "CpuLimit": "objcap.worker.errors",
    "GuestError": "objcap.worker.errors",
    "GuestExit": "objcap.worker.errors",
    "Interrupted": "objcap.worker.errors",
    "LimitExceeded": "objcap.worker.errors",
    "MemoryLimit": "objcap.worker.errors",
    "MessageLimit": "objcap.worker.errors",
    "OutputLimit": "objcap.worker.errors",
    "SandboxClosed": "objcap.worker.errors",
    "SandboxError": "objcap.worker.errors",
    "StartError": "objcap.worker.errors",
    "WallLimit": "objcap.worker.errors",
    "WorkerCrashed": "objcap.worker.errors",
}
__all__ += sorted(_LATER)


def get_include() -> str:
    """Return the folder of objcap.h, the header of the C API."""
    return __file__.rpartition("/")[0] + "/include"


def __getattr__(name: str) -> object:
    if name in _LATER:
        from importlib import import_module

        value: object = getattr(import_module(_LATER[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'objcap' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


# What ends a locked process. Callbacks run last in, first out: those that the
# application registers from here on run before it.
atexit.register(_objcap.at_end)

del atexit
