"""Gives `_io` the names that open files, refusing, and the streams of `_pyio`: others ask for them."""

from _objcap_refuse import refusal as _refusal
from _objcap_refuse import refusing as _refusing


class FileIO(_RawIOBase):
    """Raw file; a guest cannot make one."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        raise _refusal("io.FileIO")


FileIO.__module__ = "_io"
open = _refusing("io", "open")
open_code = _refusing("io", "open_code")


def __getattr__(name: str) -> object:
    """Fetch a stream class from io when it is asked for; unittest.mock.mock_open does."""
    if name in ("BufferedReader", "BufferedWriter", "BufferedRWPair", "BufferedRandom", "TextIOWrapper"):
        import io

        value = globals()[name] = getattr(io, name)
        return value
    raise AttributeError(f"module '_io' has no attribute {name!r}")
