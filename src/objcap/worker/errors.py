"""What a sandbox raises. All of it leaves the application and other sandboxes unharmed."""

from __future__ import annotations

import signal


class SandboxError(Exception):
    """Anything that a sandbox raises."""


class SandboxClosed(SandboxError):
    """The sandbox was closed, or its worker has ended before."""


class StartError(SandboxError):
    """No sandbox can be started; the message says why and what to do."""


class GuestError(SandboxError):
    """The guest's code has raised an exception.

    type: name of its class, as the guest says.
    message: its str().
    traceback: the guest's traceback as Python prints it, frames of the guest only.

    All three are texts that the guest wrote: nothing in them is proven.
    """

    def __init__(self, type: str, message: str, traceback: str = "") -> None:
        super().__init__(type, message, traceback)
        self.type = type
        self.message = message
        self.traceback = traceback

    def __str__(self) -> str:
        return f"{self.type}: {self.message}" if self.message else self.type


class GuestExit(GuestError):
    """The guest's code has called sys.exit(); the sandbox lives on. `code`: None, an int or a str."""

    def __init__(self, code: int | str | None) -> None:
        super().__init__("SystemExit", "" if code is None else str(code))
        self.args = (code,)
        self.code = code


class Interrupted(SandboxError):
    """The call was ended by interrupt(); `alive` on the sandbox tells whether it lives on."""


class LimitExceeded(SandboxError):
    """A limit of the sandbox was exceeded."""


class MemoryLimit(LimitExceeded):
    """The guest needed more memory than `memory`."""


class CpuLimit(LimitExceeded):
    """The sandbox has used up its `cpu` seconds; its worker has ended."""


class WallLimit(LimitExceeded):
    """A call took more than `wall` seconds. `alive` on the sandbox tells whether it lives on."""


class OutputLimit(LimitExceeded):
    """The guest wrote more than `output` bytes; its worker has ended."""


class MessageLimit(LimitExceeded):
    """A value is larger than `message` bytes when it is encoded."""


class CallLimit(LimitExceeded):
    """The guest called grants more than `grant_calls` times in one call; its worker has ended."""


class WorkerCrashed(SandboxError):
    """The worker process has died.

    signal: the number of the signal, or None.
    status: the exit status, or None.
    """

    def __init__(self, message: str, signal: int | None = None, status: int | None = None) -> None:
        super().__init__(message, signal, status)
        self.signal = signal
        self.status = status

    def __str__(self) -> str:
        return str(self.args[0])


def crashed(status: int | None) -> WorkerCrashed:
    """The error for a status of wait(2); None: nobody knows."""
    if status is None:
        return WorkerCrashed("the worker has ended, and nobody knows how: its zygote has ended too")
    if status & 0x7F:
        number = status & 0x7F
        try:
            name = signal.Signals(number).name
        except ValueError:
            name = f"signal {number}"
        return WorkerCrashed(f"the worker was ended by {name}", signal=number)
    return WorkerCrashed(f"the worker has ended with status {status >> 8}", status=status >> 8)
