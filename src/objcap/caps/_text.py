"""Text that goes one way: out."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from typing import Any, Protocol

from objcap.caps._base import Cap


class _File(Protocol):
    def write(self, text: str, /) -> Any: ...


Sink = Callable[[str], object] | _File


def _one_line(text: str) -> str:
    """Show what cannot be printed by its number: it begins no new line and moves no cursor."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


class _Text(Cap):
    def __init__(self, sink: Sink, max_bytes: int | None, max_lines: int | None) -> None:
        for name, value in (("max_bytes", max_bytes), ("max_lines", max_lines)):
            if value is not None and (type(value) is not int or value < 0):
                raise ValueError(f"{name} must be a whole number, not {value!r}")
        write = getattr(sink, "write", sink)
        if not callable(write):
            raise TypeError(f"a sink is a callable or has write(), not {type(sink).__name__}")
        self._write: Callable[[str], object] = write
        self._sink = sink
        self._bytes = max_bytes
        self._lines = max_lines
        self._lock = threading.Lock()  # one text after the other, and no text beyond a limit

    def _append(self, text: str, lines: int) -> None:
        """Pass text on, whole or not at all."""
        size = len(text.encode())
        with self._lock:
            for left, need, what in ((self._bytes, size, "bytes"), (self._lines, lines, "lines")):
                if left is not None and need > left:
                    raise OSError(errno.EDQUOT, f"the limit of {what} is reached")
            if self._bytes is not None:
                self._bytes -= size
            if self._lines is not None:
                self._lines -= lines
            self._write(text)


def _text(text: object) -> str:
    """An exact str without surrogates, which files cannot write. TypeError."""
    if not isinstance(text, str):
        raise TypeError(f"write() takes a str, not {type(text).__name__}")
    return text.encode("utf-8", "backslashreplace").decode()


class Log(_Text):
    """A log: each write(text) is one line of it, and so is a call of the capability itself.

    sink: a callable, or a file with write(); it gets each line with a line break at its end.
    max_bytes, max_lines: the most that it takes, in all; bytes of UTF-8, line breaks included. More raises
        OSError (EDQUOT), and nothing of the line is written.

    Line breaks and other characters that cannot be printed appear as escapes, so that a guest forges no line
    and does nothing to a terminal.
    """

    _exports = ("write",)

    def __init__(self, sink: Sink, *, max_bytes: int | None = None, max_lines: int | None = None) -> None:
        super().__init__(sink, max_bytes, max_lines)

    def write(self, text: str) -> None:
        """Append a line."""
        self._append(_one_line(_text(text)) + "\n", 1)

    __call__ = write


class Stdout(_Text):
    """A text file for writing only: write(text), writelines(texts), flush(); print(file=...) takes it.

    sink: a callable, or a file with write(); it gets the text as it is.
    max_bytes, max_lines: the most that it takes, in all; bytes of UTF-8, and line breaks. More raises
        OSError (EDQUOT), and nothing of that text is written.

    What a guest writes may move the cursor of a terminal: a Log does not let it.
    """

    _exports = ("write", "writelines", "flush")

    def __init__(self, sink: Sink, *, max_bytes: int | None = None, max_lines: int | None = None) -> None:
        super().__init__(sink, max_bytes, max_lines)

    def write(self, text: str) -> int:
        """Write text; return how many characters that are."""
        clean = _text(text)
        self._append(clean, clean.count("\n"))
        return len(text)

    def writelines(self, texts: list[str]) -> None:
        """Write each text."""
        if not isinstance(texts, (list, tuple)):
            raise TypeError(f"writelines() takes a list, not {type(texts).__name__}")
        for text in texts:
            self.write(text)

    def flush(self) -> None:
        """Have what was written arrive."""
        flush = getattr(self._sink, "flush", None)
        if flush is not None:
            with self._lock:
                flush()
