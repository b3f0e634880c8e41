"""Gives `_io` the names that open files, refusing: C code and `_pyio` ask for them."""

from _objcap_refuse import refusal as _refusal
from _objcap_refuse import refusing as _refusing


class FileIO(_RawIOBase):
    """Raw file; a guest cannot make one."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        raise _refusal("io.FileIO")


FileIO.__module__ = "_io"
open = _refusing("io", "open")
open_code = _refusing("io", "open_code")
