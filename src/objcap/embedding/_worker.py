"""The worker process of the embedding library.

It parts in the lockdown: one process stays powerful and relays between the library
and the guest (`Relay`), the other is locked and runs the scripts (`main`, after the lockdown).
Started by _host.py: `python -I -c "...; main()" DESCRIPTOR PIPE FOLDER...`.
"""

from __future__ import annotations

import builtins
import fcntl
import os
import select
import socket
import sys
from collections.abc import Callable
from typing import Any

import objcap
from objcap import _objcap
from objcap.embedding._link import Link

Outcome = tuple[int, int, str | None]  # see objcap_outcome in objcap_types.h


def error_of(kind: str, message: str) -> Exception:
    """The built-in exception of that name, or the nearest above it that a message alone makes."""
    found = getattr(builtins, kind, None)
    while isinstance(found, type) and issubclass(found, Exception):
        try:
            return found(message)
        except TypeError:
            found = found.__base__
    return RuntimeError(message)


class Relay:
    """The powerful side: what the library asks goes to the guest, calls of capabilities come back."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self.granted: dict[str, Any] = {}
        self.serving = False

    def serve(
        self,
        run: Callable[[str, str, dict[str, Any]], Outcome],
        get: Callable[[str, dict[str, Any]], Any],
    ) -> None:
        """Carry out what the library asks until it hangs up. Called by the guest, once."""
        if self.serving:
            raise RuntimeError("the worker is served already")
        self.serving = True
        while True:
            try:
                order, *operands = self.link.receive()
            except (EOFError, OSError):
                return
            if order == "ready":
                self.link.send(("done", None))
            elif order == "grant":
                self.grant(*operands)
                self.link.send(("done", None))
            else:
                granted, self.granted = self.granted, {}
                if not self.answer(run if order == "run" else get, *operands, granted):
                    return

    def answer(self, function: Callable[..., Any], *operands: Any) -> bool:
        """Send what a function of the guest returns or raises. False when the guest has ended."""
        try:
            result: tuple[Any, ...] = ("done", function(*operands))
        except Exception as error:
            if type(error) is RuntimeError:  # the broker's word for it; run() and get() raise none
                return False
            result = ("error", type(error).__name__, str(error))
        self.link.send(result)
        return True

    def grant(self, name: str, doc: str | None) -> None:
        """Make a capability that the library serves; the guest gets it with the next script."""

        def relay(*args: Any, **keywords: Any) -> Any:
            if keywords:
                raise TypeError(f"capability {name!r} takes no keyword arguments")
            for place, value in enumerate(args, 1):
                _objcap.wire_encode(value, f"argument {place}")
            self.link.send(("call", name, args))
            kind, *rest = self.link.receive()
            if kind == "return":
                return rest[0]
            raise error_of(*rest)

        relay.__doc__ = doc
        self.granted[name] = objcap.capability(relay, name)


def follow(descriptor: int) -> None:
    """Die with the program: it holds the other end of this pipe, into which nobody ever writes.

    The kernel sends SIGIO when that end is closed, which ends a process that has no handler.
    """
    fcntl.fcntl(descriptor, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([descriptor], [], [], 0)[0]:
        os._exit(1)


def main() -> None:
    """Lock down and serve scripts."""
    descriptor, life, *folders = sys.argv[1:]
    follow(int(life))
    relay = Relay(Link(socket.socket(fileno=int(descriptor))))
    serve = objcap.capability(relay.serve)
    run_script = _objcap.run_script
    objcap.lockdown(objcap.Policy(path=tuple(folders)))
    # From here on this is code of the guest, in the locked process.
    names: dict[str, Any] = {"__name__": "__main__"}

    def run(source: str, filename: str, granted: dict[str, Any]) -> Outcome:
        names.update(granted)
        return run_script(names, source, filename)

    def get(name: str, granted: dict[str, Any]) -> Any:
        names.update(granted)
        if name not in names:
            raise NameError(f"name {name!r} is not defined")
        return names[name]

    serve(run, get)
