"""The kernel wall: what a locked process can no longer ask the kernel for.

Against code that runs natively in the process, because of a memory-safety bug of CPython,
only this wall stands. prepare() decides while there is power; the C code of src/_objcap/wall.c
puts it into force. See docs/kernel.md.

Imported by every lockdown: the tables behind it are not, but for the programs made of them.
"""

import os
import sys

from objcap import _objcap
from objcap.kernel.programs import PROGRAMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Data = tuple[
        bytes | None,
        tuple[int, int, int, tuple[tuple[bytes, int], ...]] | None,
        int,
        tuple[tuple[int, int], ...],
        bool,
    ]

MODES = ("require", "auto", "off")

# ---------------------------------------------------------------- Landlock

# What each ABI level can take away: (level, Linux, files, network, scopes, what).
LEVELS = (
    (1, "5.13", 0x1FFF, 0, 0, "opening, making and removing files"),
    (2, "5.19", 0x2000, 0, 0, "linking and renaming across folders"),
    (3, "6.2", 0x4000, 0, 0, "truncating files"),
    (4, "6.7", 0, 0x3, 0, "binding and connecting TCP sockets"),
    (5, "6.10", 0x8000, 0, 0, "ioctl on devices"),
    (6, "6.12", 0, 0, 0x3, "signals and abstract sockets to other processes"),
)
READ_FILE = 1 << 2

# Where the dynamic linker finds what permitted extension modules are linked with.
LIBRARIES = (
    b"/etc/ld.so.cache",
    b"/lib",
    b"/lib64",
    b"/usr/lib",
    b"/usr/lib64",
    b"/usr/local/lib",
    b"/usr/local/lib64",
    b"/nix/store",
    b"/gnu/store",
)
# What the C library reads late: strftime() looks whether the time zone has changed.
ALSO = (b"/etc/localtime",)

# ---------------------------------------------------------------- limits

CORE, NPROC, MEMLOCK, MSGQUEUE = 4, 6, 8, 12  # RLIMIT_*, the same on both machines
LIMITS = {
    "process": ((CORE, 0), (NPROC, 0), (MEMLOCK, 0), (MSGQUEUE, 0)),
    "zygote": ((CORE, 0), (MEMLOCK, 0), (MSGQUEUE, 0)),
    "worker-new": (),
    "worker": ((NPROC, 0),),
    "worker-fork": (),
}

# Linux capabilities of a process that has any: root may go on reading modules that others own.
CAP_DAC_READ_SEARCH = 1 << 2
KEEP = {"process": CAP_DAC_READ_SEARCH, "zygote": 0, "worker-new": 0, "worker": 0, "worker-fork": 0}

# ---------------------------------------------------------------- parts

PARTS = {
    "seccomp": "all system calls but those of the profile, executable memory, other machines' calls",
    "landlock-files": "all files but those where modules come from",
    "landlock-network": "TCP sockets, a second time",
    "landlock-scopes": "signals and abstract sockets to other processes, a second time",
    "capabilities": "the rights of root",
    "limits": "core files, processes, locked memory, message queues",
}
# kernel="require" means these; the others double what seccomp refuses.
NEEDED = ("seccomp", "landlock-files", "capabilities", "limits")


class WallError(Exception):
    """A wall that was required cannot be had; the message says which, and what to do."""


class Wall:
    """What is to be put into force.

    parts: part -> "on", "missing: why" or "off: why", in the order of PARTS.
    program: struct sock_filter, or None. The other fields are for data().
    """

    __slots__ = ("empty_root", "keep", "landlock", "limits", "mode", "over", "parts", "profile", "program")

    def __init__(self, profile: str, mode: str, over: str = "") -> None:
        self.profile = profile
        self.over = over
        self.mode = mode
        self.parts: dict[str, str] = {}
        self.program: bytes | None = None
        self.landlock: tuple[int, int, int, tuple[tuple[bytes, int], ...]] | None = None
        self.keep = -1
        self.limits: tuple[tuple[int, int], ...] = ()
        self.empty_root = False

    def data(self) -> "Data":
        """What _objcap.wall_apply() and oc_wall_copy() take."""
        return (self.program, self.landlock, self.keep, self.limits, self.empty_root)

    def weak(self) -> str:
        """What is missing of the parts that nothing else stands in for, or ""."""
        lacking = [part for part in NEEDED if self.parts[part].startswith("missing: ")]
        if not lacking:
            return ""
        why = self.parts[lacking[0]].removeprefix("missing: ")
        return f"the kernel wall has no {' and no '.join(lacking)}: {why}"


def prepare(
    profile: str,
    mode: str = "auto",
    *,
    roots: "Iterable[bytes]" = (),
    limits: "tuple[tuple[int, int], ...]" = (),
    embedded: bool = False,
    empty_root: bool = False,
    over: str = "",
) -> Wall:
    """Find out what this machine offers of a profile. Changes nothing.

    profile: "process", "zygote", "worker-new", "worker" or "worker-fork"; docs/kernel.md.
    mode: "auto": all that there is; "require": WallError if that is not enough; "off".
    roots: paths below which files may be read. The other profiles than "process" open nothing.
    limits: more (RLIMIT_*, most) pairs.
    embedded: a program embeds Python: "auto" is "off", since its C code would be walled in, too.
    empty_root: the process is in a mount namespace that namespaces.enter() made; all paths go.
    over: the profile whose wall is up already: the filter then is what is missing, and so are rights and
        Landlock, which allows nothing there.
    """
    if mode not in MODES:
        raise ValueError(f"the kernel wall is 'require', 'auto' or 'off', not {mode!r}")
    if profile not in LIMITS:
        raise ValueError(f"there is no profile {profile!r} of the kernel wall")
    wall = Wall(profile, mode, over)
    reason = _why_not(mode, embedded)
    if reason is not None:
        wall.parts = dict.fromkeys(PARTS, reason)
    else:
        landlock, filters = _objcap.wall_probe()
        _add_filter(wall, filters, landlock)
        _add_landlock(wall, landlock, roots)
        if over:
            wall.landlock = None
        else:
            wall.keep = KEEP[profile]
        wall.limits = LIMITS[profile] + limits
        wall.empty_root = empty_root
        wall.parts["capabilities"] = wall.parts["limits"] = "on"
    if mode == "require":
        lacking = [f"{part} is {wall.parts[part]}" for part in NEEDED if wall.parts[part] != "on"]
        if lacking:
            raise WallError(
                f"the kernel wall is required and {lacking[0]}; python -m objcap doctor says what this "
                'machine offers, kernel="auto" takes what there is'
            )
    return wall


def _why_not(mode: str, embedded: bool) -> "str | None":
    """The status of all parts if there is no wall."""
    if mode == "off":
        return "off: kernel='off'"
    if _objcap._UNWALLED:
        return f"off: objcap was {_objcap._UNWALLED}"
    if sys.platform != "linux":
        return f"missing: {sys.platform} is not Linux"
    if embedded and mode == "auto":
        return (
            "off: a program embeds Python, and its C code would be walled in, too; kernel='require' does that"
        )
    return None


def _add_filter(wall: Wall, filters: int, landlock: int) -> None:
    machine = os.uname().machine
    name = "process-bare" if wall.profile == "process" and landlock < 1 else wall.profile
    if filters < 0:
        wall.parts["seccomp"] = (
            f"missing: {os.strerror(-filters)}: this kernel, or a filter around it, refuses it"
        )
        return
    name += f"/{wall.over}" if wall.over else ""
    program = PROGRAMS.get((machine, name)) if sys.maxsize > 2**32 else None
    if program is None:
        wall.parts["seccomp"] = f"missing: objcap has no table of the system calls of {machine}"
        return
    wall.program = program
    wall.parts["seccomp"] = "on"


def _add_landlock(wall: Wall, level: int, roots: "Iterable[bytes]") -> None:
    if level < 1:
        why = "this kernel has none" if level in (0, -38) else os.strerror(-level)
        why += "; it needs Linux 5.13 with landlock among its security modules"
        wall.parts.update(
            dict.fromkeys(("landlock-files", "landlock-network", "landlock-scopes"), f"missing: {why}")
        )
        return
    files = network = scopes = 0
    for needed, _, more_files, more_network, more_scopes, _ in LEVELS:
        if level >= needed:
            files |= more_files
            network |= more_network
            scopes |= more_scopes
    paths = [(path, READ_FILE) for path in (*roots, *LIBRARIES, *ALSO)] if wall.profile == "process" else []
    wall.landlock = (files, network, scopes, tuple(paths))
    wall.parts["landlock-files"] = "on"
    wall.parts["landlock-network"] = "on" if network else "missing: it needs Linux 6.7"
    wall.parts["landlock-scopes"] = "on" if scopes else "missing: it needs Linux 6.12"


def broker_wall(paths: "tuple[tuple[bytes, int], ...]", net: bool) -> "Wall | None":
    """Landlock around the broker of `python -m objcap`: (path, rights) pairs, and TCP if `net`. None where
    this kernel has no Landlock. Signals are left alone: a broker ends its locked process."""
    if sys.platform != "linux" or _objcap._UNWALLED:
        return None
    level, _ = _objcap.wall_probe()
    if level < 1:
        return None
    files = network = 0
    for needed, _, more_files, more_network, _, _ in LEVELS:
        if level >= needed:
            files |= more_files
            network |= more_network
    wall = Wall("broker", "auto")
    kept = tuple((path, rights & files) for path, rights in paths)
    wall.landlock = (files, 0 if net else network, 0, kept)
    return wall


def is_embedded() -> bool:
    """Is the program of this process another one than the Python that it says it is?"""
    try:
        program = os.stat("/proc/self/exe")
        python = os.stat(sys.executable)
    except OSError:
        return True
    return (program.st_dev, program.st_ino) != (python.st_dev, python.st_ino)


raised: "Wall | None" = None


def walls() -> "dict[str, str]":
    """What the kernel does for this process: part -> "on", "missing: why" or "off: why".

    Before the lockdown: what it would do by default.
    """
    wall = raised if raised is not None else prepare("process", embedded=is_embedded())
    return dict(wall.parts)
