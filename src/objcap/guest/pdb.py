"""The guest's pdb: the names that doctest builds on, and no debugger.

A debugger traces frames, and tracing reaches frames that are not the guest's.
"""

from __future__ import annotations

from _objcap_refuse import refusing as _refusing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["run", "pm", "Pdb", "runeval", "runctx", "runcall", "set_trace", "post_mortem"]

_GRANT = "debug the program outside objcap"

for _name in ("run", "pm", "runeval", "runctx", "runcall", "set_trace", "post_mortem", "main"):
    globals()[_name] = _refusing("pdb", _name, _GRANT)


class Pdb:
    """Can be made and reset, which doctest does for every run; to debug is refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def reset(self) -> None:
        """Do nothing."""

    def set_continue(self) -> None:
        """Do nothing: nothing is ever stopped."""

    set_trace = _refusing("pdb", "Pdb.set_trace", _GRANT)
    interaction = _refusing("pdb", "Pdb.interaction", _GRANT)
    trace_dispatch = _refusing("pdb", "Pdb.trace_dispatch", _GRANT)
