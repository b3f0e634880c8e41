"""The guest's zipimport: its names, which loaders of packages test for; an archive is a file."""

from __future__ import annotations

from _objcap_refuse import refusal as _refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["ZipImportError", "zipimporter"]


class ZipImportError(ImportError):
    """Raised by zipimporter objects."""


class zipimporter:
    """Refuses every archive."""

    def __init__(self, path: Any) -> None:
        raise _refusal("zipimport.zipimporter", "put the archive's modules on a permitted path")
