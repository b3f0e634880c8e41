"""`python -m objcap -m NAME`: finds a module on the permitted path, runs it as __main__."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def main(name: str) -> None:
    """Run module NAME, or NAME.__main__ if it is a package, as python -m does."""
    import importlib.util

    import __main__

    spec = _find(importlib.util.find_spec, name)
    if spec.submodule_search_locations is not None:
        name += ".__main__"
        spec = _find(importlib.util.find_spec, name, package=True)
    if spec.loader.get_code(name) is None:
        _fail(f"No code object available for {name}")
    if spec.origin:
        sys.argv[0] = spec.origin
    namespace = __main__.__dict__
    namespace.update(
        __file__=spec.origin, __spec__=spec, __loader__=spec.loader, __package__=spec.parent, __cached__=None
    )
    spec.loader.exec_module(__main__)


def _find(find_spec: Any, name: str, package: bool = False) -> Any:
    try:
        spec = find_spec(name)
    except ImportError as error:
        _fail(f"Error while finding module specification for {name!r} ({type(error).__name__}: {error})")
    if spec is None or spec.loader is None:
        if package:
            _fail(
                f"No module named {name}; {name.rpartition('.')[0]!r} is a package and cannot be "
                "directly executed"
            )
        _fail(f"No module named {name}; permit its folder with --path")
    return spec


def _fail(message: str) -> None:
    sys.exit(f"objcap: {message}")
