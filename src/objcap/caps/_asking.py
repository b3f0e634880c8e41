"""A file behind a gate: it stays with the host, and a guest asks for each read and write."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

from objcap._objcap import Stream, stream_open
from objcap.caps._base import Cap

_MOST = 1 << 26  # bytes or characters that are read at once: a file with holes can have any size


class Asked(Cap):
    """An open file whose every use is a call, so that what stands before it (a limit, a log, a revocation)
    holds for it as well. Slower than a file that the guest has for itself. One that was written and is not
    closed is absent."""

    _exports = ("read", "readline", "write", "seek", "tell", "truncate", "flush", "close", "about")
    _reading = ("read", "readline", "seek", "tell", "close", "about")

    def __init__(self, stream: Stream) -> None:
        name, mode, encoding, errors, newline, _ = stream.about
        self._about = {"name": name, "mode": mode, "encoding": encoding, "errors": errors, "newline": newline}
        self._file = stream_open(stream)

    def _label(self) -> str:
        return f"file {self._about['name']!r}"

    def about(self) -> dict[str, Any]:
        """Name, mode, encoding, errors, newline."""
        return dict(self._about)

    def read(self, size: int | None = -1) -> Any:
        """At most that many characters or bytes; -1: all."""
        return self._bounded(self._file.read, size)

    def readline(self, size: int | None = -1) -> Any:
        """One line."""
        return self._bounded(self._file.readline, size)

    def _bounded(self, read: Callable[[Any], Any], size: Any) -> Any:
        """Read, but no more into the memory of the host than can cross."""
        if size is not None and (type(size) is not int or 0 <= size <= _MOST):
            return read(size)
        place = self._file.tell()
        data = read(_MOST + 1)
        if len(data) > _MOST:
            del data
            self._file.seek(place)
            raise OSError(errno.EFBIG, f"more than {_MOST} at once: read it in pieces")
        return data

    def write(self, data: str | bytes) -> int:
        """Write it; how much."""
        written: int = self._file.write(data)
        return written

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go there."""
        place: int = self._file.seek(offset, whence)
        return place

    def tell(self) -> int:
        """Where it is."""
        place: int = self._file.tell()
        return place

    def truncate(self, size: int | None = None) -> int:
        """Cut or extend."""
        found: int = self._file.truncate(size)
        return found

    def flush(self) -> None:
        """Write what is buffered."""
        self._file.flush()

    def close(self) -> None:
        """Close it; what was written is complete then."""
        self._file.close()
