"""The resolved form of a policy: what lockdown.py works with.

Policy is a dataclass, and importing dataclasses costs more than a lockdown; the
command line goes without it.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# From 3.12 on Python calls do not use the C stack and are counted apart from C
# calls (gh-91079). On 3.11 one count serves both, and the C stack is 8 MiB.
RECURSION_CAP = 5_000 if sys.version_info < (3, 12) else 100_000


class Settings:
    """A resolved policy."""

    __slots__ = (
        "argv",
        "clock",
        "grants",
        "keep",
        "kernel",
        "modules",
        "path",
        "recursion_cap",
        "store",
        "streams",
        "strict",
        "without",
    )

    def __init__(
        self,
        modules: frozenset[str] = frozenset(),
        path: tuple[str, ...] = (),
        strict: bool = False,
        streams: tuple[bool, bool, bool] = (True, True, True),
        argv: tuple[str, ...] = ("",),
        recursion_limit: int | None = None,
        keep: str = "",
        store: tuple[str, ...] = (),
        kernel: str = "auto",
        without: frozenset[str] = frozenset(),
        clock: "tuple[int, int, int, int] | None" = None,
        grants: "dict[str, Any] | None" = None,
    ) -> None:
        self.kernel = kernel
        self.grants = grants  # what guest/_objcap_grants.py puts into place: capabilities, plain values
        self.modules = modules
        self.path = path
        self.strict = strict
        self.streams = streams
        self.argv = argv
        self.recursion_cap = RECURSION_CAP if recursion_limit is None else recursion_limit
        self.keep = keep  # the function of _objcap that goes on: "run" or "zygote"
        self.store = store  # modules whose code is kept in memory
        self.without = without
        # mode (0: set later, 1: fixed, 2: running), base, tick, resolution; nanoseconds
        self.clock = clock
