"""The guest's SystemExit.

The built-in class is not among the guest's builtins, so a guest cannot end the
process by raising it: C code that sees it runs the interpreter's own tear-down.
This one ends the guest's program and nothing else; `sys.exit` raises it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing is too heavy for a module that every guest loads
if TYPE_CHECKING:
    from typing import Any


class SystemExit(BaseException):
    """Request to end the guest's program with a status."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.code: Any = args[0] if len(args) == 1 else args or None


SystemExit.__module__ = "builtins"
