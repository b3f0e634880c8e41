"""The guest's _imp: what importlib asks for, without the power behind it.

C modules can be made by name, and only permitted ones; there are no frozen
modules, and nothing turns bytes into code.
"""

from _objcap_guest import extension as _extension
from _objcap_guest import locate as _locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

check_hash_based_pycs = "default"

_BUILTIN_KINDS = (3, 4, 5)  # BUILTIN, COPY and REAL of the provider


def acquire_lock() -> None:
    """Do nothing: a guest has one thread."""


def release_lock() -> None:
    """Do nothing: a guest has one thread."""


def lock_held() -> bool:
    """Answer False: a guest has one thread."""
    return False


def extension_suffixes() -> "list[str]":
    """Answer that no file is an extension module: they are found by name."""
    return []


def is_builtin(name: str, /) -> int:
    """Is `name` a C module that a guest may import, and no file of its own?"""
    found = _locate(str.__str__(name))
    return int(found is not None and found[0] in _BUILTIN_KINDS)


def create_builtin(spec: "Any", /) -> "Any":
    """Make the permitted C module that `spec` names; nothing else of it is looked at."""
    return _extension(str.__str__(spec.name))


def exec_builtin(mod: "Any", /) -> int:
    """Do nothing: create_builtin() makes complete modules."""
    return 0


def create_dynamic(spec: "Any", file: "Any" = None, /) -> "Any":
    """Make the permitted C module that `spec` names; its path is not looked at."""
    return _extension(str.__str__(spec.name))


def exec_dynamic(mod: "Any", /) -> int:
    """Do nothing: create_dynamic() makes complete modules."""
    return 0


def is_frozen(name: str, /) -> bool:
    """Answer False: a guest has no frozen modules."""
    return False


def is_frozen_package(name: str, /) -> bool:
    """Raise ImportError: a guest has no frozen modules."""
    raise ImportError(f"No such frozen object named {name}", name=name)


def find_frozen(name: str, /, *, withdata: bool = False) -> None:
    """Answer None: a guest has no frozen modules."""


def init_frozen(name: str, /) -> None:
    """Answer None: a guest has no frozen modules."""


def get_frozen_object(name: str, data: "Any" = None, /) -> "Any":
    """Raise ImportError: a guest has no frozen modules."""
    raise ImportError(f"No such frozen object named {name}", name=name)


def _frozen_module_names() -> "list[str]":
    return []


def _override_frozen_modules_for_tests(override: int, /) -> None:
    """Do nothing: a guest has no frozen modules."""


def _override_multi_interp_extensions_check(override: int, /) -> int:
    """Do nothing: a guest has one interpreter."""
    return 0


def _fix_co_filename(code: "Any", path: str, /) -> None:
    """Do nothing: a guest has no bytecode whose name could be wrong."""


def source_hash(key: int, source: bytes) -> bytes:
    """Refuse: only a bytecode cache needs it, and a guest has none."""
    raise PermissionError("objcap: _imp.source_hash is refused to a guest; it has no bytecode cache")
