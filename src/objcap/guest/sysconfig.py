"""The guest's sysconfig: the version, and nothing of the installation.

The real one reads the build's configuration and names folders that a guest has
nothing to do with.
"""

from __future__ import annotations

import sys

from _objcap_refuse import refusing as _refusing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "get_config_h_filename",
    "get_config_var",
    "get_config_vars",
    "get_makefile_filename",
    "get_path",
    "get_path_names",
    "get_paths",
    "get_platform",
    "get_python_version",
    "get_scheme_names",
    "parse_config_h",
]

for _name in (
    "get_config_h_filename get_default_scheme get_makefile_filename get_paths get_preferred_scheme "
    "parse_config_h"
).split():
    globals()[_name] = _refusing("sysconfig", _name)


def get_config_vars(*args: str) -> dict[str, Any] | list[Any]:
    """Answer that nothing is known."""
    return [None] * len(args) if args else {}


def get_config_var(name: str) -> None:
    """Answer that nothing is known."""


def get_path(name: str, *args: object, **kwargs: object) -> None:
    """Answer that nothing is known; pydoc asks at import."""


def get_path_names() -> tuple[str, ...]:
    """Answer that there are none."""
    return ()


get_scheme_names = get_path_names


def get_platform() -> str:
    """Return the platform, without the machine."""
    return sys.platform


def get_python_version() -> str:
    """Return MAJOR.MINOR."""
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def is_python_build(check_home: object = None) -> bool:
    """Answer False."""
    return False
