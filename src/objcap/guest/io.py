"""The guest's io: streams in memory from C, the other classes from `_pyio`.

C's buffered and text streams call methods of the raw object that a guest wrote
while they hold pointers into their own buffer; the pure-Python ones cannot be
hurt that way. They are imported when they are first asked for: plain CPython
has io loaded before a program starts, a guest pays for it.
"""

from __future__ import annotations

import _io
import abc
from _io import (
    DEFAULT_BUFFER_SIZE,
    BlockingIOError,
    BytesIO,
    FileIO,
    IncrementalNewlineDecoder,
    StringIO,
    UnsupportedOperation,
    open,
    open_code,
    text_encoding,
)

from _objcap_guest import BinaryFile, TextFile

TYPE_CHECKING = False  # typing is too heavy for a module that every guest loads
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "BlockingIOError",
    "open",
    "open_code",
    "IOBase",
    "RawIOBase",
    "FileIO",
    "BytesIO",
    "StringIO",
    "BufferedIOBase",
    "BufferedReader",
    "BufferedWriter",
    "BufferedRWPair",
    "BufferedRandom",
    "TextIOBase",
    "TextIOWrapper",
    "UnsupportedOperation",
    "SEEK_SET",
    "SEEK_CUR",
    "SEEK_END",
    "DEFAULT_BUFFER_SIZE",
    "IncrementalNewlineDecoder",
    "text_encoding",
]

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2

_PURE = frozenset(("BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOWrapper"))


class IOBase(_io._IOBase, metaclass=abc.ABCMeta):
    __doc__ = _io._IOBase.__doc__


class RawIOBase(_io._RawIOBase, IOBase):
    __doc__ = _io._RawIOBase.__doc__


class BufferedIOBase(_io._BufferedIOBase, IOBase):
    __doc__ = _io._BufferedIOBase.__doc__


class TextIOBase(_io._TextIOBase, IOBase):
    __doc__ = _io._TextIOBase.__doc__


RawIOBase.register(FileIO)
BufferedIOBase.register(BytesIO)
TextIOBase.register(StringIO)
BufferedIOBase.register(BinaryFile)
TextIOBase.register(TextFile)


def __getattr__(name: str) -> Any:
    """Fetch a pure-Python stream class the first time that somebody asks for it."""
    if name in _PURE:
        import _pyio

        value = globals()[name] = getattr(_pyio, name)
        return value
    raise AttributeError(f"module 'io' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_PURE})
