"""Puts what a policy grants where programs look for it. Guest code, without power."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def install(grants: dict[str, Any]) -> None:
    """`open` becomes the builtin and all that stands on it, `environ` is in os.environ; other names are
    those of __main__."""
    import sys

    granted = grants.pop("open", None)
    if granted is not None:
        from _objcap_files import install as install_files

        install_files(granted)
    environment = grants.pop("environ", None)
    if environment:
        import os

        os.environ.update(environment)
    sys.modules["__main__"].__dict__.update(grants)
