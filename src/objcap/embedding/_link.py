"""Messages between the library and a worker: plain values, each after its size.

Four bytes, little endian, then the value as docs/wire.md says.
"""

from __future__ import annotations

import socket
import time
from typing import Any

from objcap import _objcap

LIMIT = 2**31 - 1  # bytes


class Link:
    """One end of a stream socket.

    deadline: the moment, in seconds of time.monotonic(), after which receive() and
        send() raise TimeoutError; None: they wait for ever.
    """

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self.deadline: float | None = None

    def _wait(self) -> None:
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.end.settimeout(left)
        else:
            self.end.settimeout(None)

    def send(self, value: Any) -> None:
        """Send a value. OSError when the other end is gone, TypeError for what cannot cross."""
        data = _objcap.wire_encode(value)
        self._wait()
        self.end.sendall(len(data).to_bytes(4, "little") + data)

    def receive(self) -> Any:
        """Wait for a value. EOFError when the other end is gone."""
        size = int.from_bytes(self._exactly(4), "little")
        if size > LIMIT:
            raise EOFError
        return _objcap.wire_decode(self._exactly(size))

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size > 0:
            self._wait()
            part = self.end.recv(min(size, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
