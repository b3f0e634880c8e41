"""The Python half of the embedding library: it starts workers and serves them.

Runs in the C program, which is no locked process, and only if it uses workers.
"""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from objcap.embedding._link import Link

ENDED, EXIT, ERROR, GONE = 0, 1, 2, 3
KINDS = ("NONE", "BOOL", "INT", "FLOAT", "STR", "BYTES", "LIST", "TUPLE", "DICT")
_PROGRAM = "from objcap.embedding._worker import main; main()"


class Gone(Exception):
    """The worker has ended, or does not speak as it should. The message says how."""


class Values:
    """Values between Python and the structs of objcap_types.h."""

    def __init__(self, ffi: Any, lib: Any) -> None:
        self.ffi = ffi
        self.lib = lib
        self.kinds = {getattr(lib, "OBJCAP_" + kind): kind for kind in KINDS}

    def _allocate(self, memory: Any, size: int) -> Any:
        block = self.lib.objcap_alloc(memory, max(size, 1))
        if block == self.ffi.NULL:
            raise MemoryError
        return block

    def write(self, memory: Any, value: Any, target: Any) -> None:
        """Write a plain value into an objcap_value; what it refers to lives in `memory`, a call.

        TypeError or OverflowError for what it cannot hold.
        """
        lib, kind = self.lib, type(value)
        if value is None:
            target.kind = lib.OBJCAP_NONE
        elif kind is bool:
            target.kind = lib.OBJCAP_BOOL
            getattr(target, "as").boolean = value
        elif kind is int:
            if not -(2**63) <= value < 2**63:
                raise OverflowError("an int of more than 64 bits")
            target.kind = lib.OBJCAP_INT
            getattr(target, "as").integer = value
        elif kind is float:
            target.kind = lib.OBJCAP_FLOAT
            getattr(target, "as").real = value
        elif kind in (str, bytes):
            data = value if kind is bytes else value.encode("utf-8")
            block = self._allocate(memory, len(data) + 1)
            self.ffi.memmove(block, data + b"\0", len(data) + 1)
            target.kind = lib.OBJCAP_BYTES if kind is bytes else lib.OBJCAP_STR
            text = getattr(target, "as").text
            text.data = self.ffi.cast("char *", block)
            text.size = len(data)
        elif kind in (list, tuple, dict):
            items = list(itertools.chain.from_iterable(value.items())) if kind is dict else value
            target.kind = getattr(lib, "OBJCAP_" + kind.__name__.upper())
            block = self.array(memory, items)
            held = getattr(target, "as").items
            held.data = block
            held.size = len(items)
        else:
            raise TypeError(f"a C function takes plain values, not {kind.__name__}")

    def array(self, memory: Any, items: Any) -> Any:
        """An array of objcap_value in the memory of a call."""
        size = self.ffi.sizeof("objcap_value")
        block = self.ffi.cast("objcap_value *", self._allocate(memory, size * len(items)))
        for index, item in enumerate(items):
            self.write(memory, item, block[index])
        return block

    def read(self, value: Any) -> Any:
        """The object of an objcap_value. ValueError for a kind that does not exist."""
        kind = self.kinds.get(value.kind)
        held = getattr(value, "as")
        if kind == "NONE":
            return None
        if kind == "BOOL":
            return bool(held.boolean)
        if kind == "INT":
            return held.integer
        if kind == "FLOAT":
            return held.real
        if kind in ("STR", "BYTES"):
            data = self.ffi.unpack(held.text.data, held.text.size) if held.text.size else b""
            return data if kind == "BYTES" else data.decode("utf-8")
        items = [self.read(held.items.data[index]) for index in range(held.items.size)]
        if kind == "LIST":
            return items
        if kind == "TUPLE":
            return tuple(items)
        if kind == "DICT":
            return dict(zip(items[::2], items[1::2], strict=True))
        raise ValueError(f"a capability has returned a value of kind {value.kind}")


class Worker:
    """One worker process, and the C functions that it may call."""

    def __init__(self, values: Values, path: list[str], timeout: float) -> None:
        self.values = values
        self.timeout = timeout
        self.functions: dict[str, tuple[Any, Any]] = {}
        ours, theirs = socket.socketpair()
        their_life, self.life = os.pipe()
        descriptors = (theirs.fileno(), their_life)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", _PROGRAM, *map(str, descriptors), *path],
                pass_fds=descriptors,
            )
        finally:
            theirs.close()
            os.close(their_life)
        self.link = Link(ours)

    def ask(self, *order: Any) -> Any:
        """Send an order and wait for its answer, serving calls. Gone, or LookupError: the guest's."""
        limited = self.timeout > 0 and order[0] != "ready"
        self.link.deadline = time.monotonic() + self.timeout if limited else None
        try:
            self.link.send(order)
            while True:
                answer = self.link.receive()
                match answer:
                    case ("call", str(name), tuple(args)) if name in self.functions:
                        self.link.send(self.call(name, args))
                    case ("done", result):
                        return result
                    case ("error", str(kind), str(message)):
                        raise LookupError(f"{kind}: {message}")
                    case _:
                        raise Gone(self.end("broke the protocol and was killed"))
        except TimeoutError:
            raise Gone(self.end(f"took more than {self.timeout:g} seconds and was killed")) from None
        except (EOFError, OSError):
            raise Gone(self.end(None)) from None

    def call(self, name: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Call a C function. The answer to the call."""
        ffi, lib = self.values.ffi, self.values.lib
        function, state = self.functions[name]
        memory = lib.library_call_new()
        try:
            if memory == ffi.NULL:
                raise MemoryError
            result = ffi.new("objcap_value *")
            if function(memory, state, self.values.array(memory, args), len(args), result) == 0:
                return ("return", self.values.read(result[0]))
            kind = ffi.string(lib.library_call_type(memory)).decode("utf-8", "replace")
            message = ffi.string(lib.library_call_message(memory)).decode("utf-8", "replace")
            return ("raise", kind or "RuntimeError", message or name)
        except Exception as error:
            return ("raise", type(error).__name__, str(error))
        finally:
            lib.library_call_free(memory)

    def end(self, why: str | None) -> str:
        """Kill the process and say how it ended; `why` None: by itself."""
        if self.life < 0:
            return "the worker has ended before"
        self.link.end.close()
        os.close(self.life)
        self.life = -1
        if why is None:
            try:
                status = self.process.wait(2)
                why = f"has ended with status {status}"
            except subprocess.TimeoutExpired:
                why = "hung up and was killed"
        self.process.kill()
        self.process.wait()
        return f"the worker {why}"


def connect(ffi: Any, lib: Any) -> None:
    """Define the functions that library.c calls."""
    values = Values(ffi, lib)
    workers: dict[int, Worker] = {}
    numbers = itertools.count(1)

    def failed(kind: Any, value: Any, trace: Any) -> int:
        text = str(value) if kind in (Gone, LookupError) else f"{kind.__name__}: {value}"
        lib.library_fail(b"%s", ffi.new("char[]", text.encode("utf-8", "replace")[:1000]))
        return -1

    def defined(function: Callable[..., Any]) -> None:
        ffi.def_extern(error=-1, onerror=failed)(function)

    def host_start(path: Any, timeout: float) -> int:
        folders: list[str] = []
        while path != ffi.NULL and path[len(folders)] != ffi.NULL:
            folders.append(ffi.string(path[len(folders)]).decode("utf-8", "surrogateescape"))
        worker = Worker(values, folders, timeout)
        worker.ask("ready")  # its answer says that the lockdown has worked
        number = next(numbers)
        workers[number] = worker
        return number

    def host_grant(number: int, name: Any, doc: Any, function: Any, state: Any) -> int:
        worker, label = workers[number], ffi.string(name).decode("utf-8")
        worker.functions[label] = (function, state)
        worker.ask("grant", label, ffi.string(doc).decode("utf-8") or None)
        return 0

    def outcome_of(number: int, source: Any, size: int, filename: Any) -> tuple[int, int, str]:
        try:
            text = ffi.unpack(source, size).decode("utf-8") if size else ""
        except UnicodeDecodeError as error:
            return ERROR, 0, f"SyntaxError: (unicode error) {error}\n"
        label = ffi.string(filename).decode("utf-8", "replace")
        worker = workers[number]
        try:
            answer = worker.ask("run", text, label)
            match answer:
                case (int(status), int(code), str() | None as message) if status in (ENDED, EXIT, ERROR):
                    return status, code & 0xFF, message or ""
            return GONE, 0, worker.end("broke the protocol and was killed")
        except Gone as error:
            return GONE, 0, str(error)
        except LookupError as error:  # the guest's side of run() has raised
            return ERROR, 0, f"{error}\n"

    def host_run(number: int, source: Any, size: int, filename: Any, outcome: Any) -> None:
        status, code, message = outcome_of(number, source, size, filename)
        data = message.encode("utf-8", "replace")
        outcome.status, outcome.code = status, code
        outcome.text = lib.library_copy(data, len(data)) if data else ffi.NULL

    def host_get(number: int, name: Any, memory: Any, value: Any) -> int:
        values.write(memory, workers[number].ask("get", ffi.string(name).decode("utf-8")), value)
        return 0

    def host_stop(number: int) -> None:
        workers.pop(number).end("was stopped")

    defined(host_start)
    defined(host_grant)
    defined(host_get)
    ffi.def_extern(onerror=failed)(host_run)
    ffi.def_extern(onerror=failed)(host_stop)
