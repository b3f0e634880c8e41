"""Host side of imports: what the provider may load, and from where.

All of it is found before the lockdown, while there is power to look; the provider
(src/_objcap/provider.c) copies the plan and asks nobody afterwards.
"""

import _imp
import builtins
import marshal
import os
import sys
from _frozen_importlib_external import SourceFileLoader  # importlib.machinery loads warnings

from objcap import _objcap, permits_modules
from objcap.permits_stdlib import STRICT_STDLIB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any

    from objcap._settings import Settings

    Row = tuple[str, str, str, str, str, str]

# The fields of a row of permits_modules.MODULES.
NAME, KIND, VERDICT, VERSIONS, NAMES, WHY = range(6)

# What the guest-side Python of objcap is executed as: CPython leaves frames of
# this file out of tracebacks (import.c, remove_importlib_frames).
FROZEN = "<frozen importlib._bootstrap_external>"

# Encodings of file names that C converts by itself. With any other, CPython asks
# the codec registry for the path of an extension module, and a guest could answer.
ENCODINGS = frozenset(["utf-8", "ascii", "us-ascii", "iso8859-1", "latin-1"])

# The sys of strict mode's guest-side stdlib and of importlib; guests have none.
SHADOW = (
    "builtin_module_names",
    "byteorder",
    "flags",
    "getdefaultencoding",
    "hexversion",
    "implementation",
    "intern",
    "maxsize",
    "maxunicode",
    "platform",
    "version_info",
)
STRICT_WHY = "strict mode has the extension modules of 2007 and nothing else of the standard library"

# What importlib sets on a module; on the host's modules it leads to the host's loaders.
_IMPORT_ATTRIBUTES = frozenset(
    [
        "__builtins__",
        "__cached__",
        "__file__",
        "__loader__",
        "__name__",
        "__package__",
        "__path__",
        "__spec__",
    ]
)
_Module = type(sys)


class PlanError(Exception):
    """The policy cannot be had; the message says why and what to do."""


# ---------------------------------------------------------------- the same for every plan


def _guest_code(name: str) -> "CodeType":
    """The code of objcap's own guest-side Python that the boot executes."""
    code = SourceFileLoader(name, os.path.join(GUEST, name + ".py")).get_code(name)
    if code is None:
        raise ImportError(f"objcap is not completely installed: guest/{name}.py is missing")
    _imp._fix_co_filename(code, FROZEN)  # type: ignore[attr-defined]
    return code


def _cache_suffix() -> bytes:
    """How the name of a .pyc ends in this interpreter; empty if it has none."""
    if sys.implementation.cache_tag is None:
        return b""
    optimized = f".opt-{sys.flags.optimize}" if sys.flags.optimize else ""
    return f".{sys.implementation.cache_tag}{optimized}.pyc".encode()


def _dynload() -> tuple[bytes, ...]:
    """The folder with the extension modules of the stdlib."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    folder = os.path.join(sys.base_exec_prefix, sys.platlibdir, version, "lib-dynload")
    if os.path.isdir(folder):
        return (os.fsencode(folder),)
    return tuple(os.fsencode(entry) for entry in sys.path if entry.endswith("/lib-dynload"))


GUEST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "guest")
_STDLIB = os.path.dirname(os.path.abspath(os.__file__))
_BUILTINS = frozenset(sys.builtin_module_names)


def _frozen_code(name: str) -> bytes:
    """importlib's own code, marshalled. Up to 3.12 the interpreter hands out the very code
    objects that the host's functions run, and those mark frames as the host's; 3.11 has no
    marshalled form of it besides."""
    found = _imp.find_frozen(name, withdata=True)
    data = bytes(found[0] or b"") if found is not None else b""
    return data or marshal.dumps(_imp.get_frozen_object(name))


_FIXED: "dict[str, Any]" = {
    "builtins": _BUILTINS,
    "known": sys.stdlib_module_names,
    "stdlib": os.fsencode(_STDLIB),
    "guest": os.fsencode(GUEST),
    "dynload": _dynload(),
    "suffixes": tuple(os.fsencode(suffix) for suffix in _imp.extension_suffixes()),
    "cache_suffix": _cache_suffix(),
    "patches": frozenset(
        entry[:-3] for entry in os.listdir(os.path.join(GUEST, "patches")) if entry.endswith(".py")
    ),
    "injected": frozenset(row[0] for row in permits_modules.INJECT),
    "frozen": {"_frozen_importlib_external": _frozen_code("_frozen_importlib_external")},
    "codes": {
        "_frozen_importlib": marshal.loads(_frozen_code("_frozen_importlib")),
        "_imp": _guest_code("_imp"),
        "_importer": _guest_code("_importer"),
    },
    "imp": _imp,
    # CPython's order: what is inside the interpreter or frozen comes before any path.
    # objcap's own modules do so too, or a file of that name would break the twins.
    "first": frozenset(
        [
            *_BUILTINS,
            *_imp._frozen_module_names(),  # type: ignore[attr-defined]
            *(
                row[NAME]
                for row in permits_modules.MODULES
                if row[VERDICT] == "tame" and row[NAME] not in sys.stdlib_module_names
            ),
        ]
    ),
}

# The rows of which the provider gets a dict, with their names; the lockdown itself is counted in
# microseconds, and what "expose" copies from is loaded now.
_COPIED = tuple(
    (row, row[NAMES].split())
    for row in permits_modules.MODULES
    if row[KIND] == "C" and row[VERDICT] in ("expose", "keep") and row[NAME] not in ("builtins", "sys")
)
for _row, _ in _COPIED:
    if _row[VERDICT] == "expose" and _row[NAME] in _BUILTINS:
        __import__(_row[NAME])


# ---------------------------------------------------------------- one plan


def plan(rows: "dict[str, Row]", settings: "Settings") -> "dict[str, Any]":
    """Resolve `rows` (those of this version of Python, by name) and the policy to what
    the provider works with, and hand it over.

    Raises PlanError if the policy cannot be had; nothing has changed then.
    """
    if sys.getfilesystemencoding() not in ENCODINGS:
        raise PlanError(
            f"the encoding of file names is {sys.getfilesystemencoding()}; start Python with "
            "PYTHONUTF8=1 or in a UTF-8 locale"
        )
    extensions: dict[str, str] = {}
    extra = {name: _trusted_row(name, extensions) for name in sorted(settings.modules)}
    rows = {**rows, **extra}
    result = {
        **_FIXED,
        "rows": rows,
        "user": tuple(os.fsencode(os.path.realpath(folder)) for folder in settings.path),
        "cache_prefix": os.fsencode(sys.pycache_prefix or ""),
        "extensions": extensions,
        "copies": _copies(rows, list(extra.values())),
        "real": {
            "builtins": builtins,
            "sys": sys,
            "_frozen_importlib": sys.modules["_frozen_importlib"],
        },
    }
    if settings.keep == "zygote":
        result["shown"] = _shown(result["user"])
    if settings.strict:
        own = frozenset(["__future__", "_exit"])  # the statement imports it; sys.exit() raises its class
        strict = permits_modules.STRICT | settings.modules | own
        result["shadow"] = {name: vars(sys)[name] for name in SHADOW if name in vars(sys)}
        result["preload"] = tuple(sorted(STRICT_STDLIB | own))
        result["later"] = {
            name: row if name in strict or name[:7] == "_objcap" or name == "_repl" else _strict_row(row)
            for name, row in rows.items()
        }
    _objcap.set_importer(result)
    return result


def shown_path(plan: "dict[str, Any]", settings: "Settings") -> tuple[str, ...]:
    """The folders of the policy as the guest's sys.path has them."""
    names = dict(plan.get("shown", ()))
    return tuple(names.get(user, path) for user, path in zip(plan["user"], settings.path, strict=True))


def _shown(user: tuple[bytes, ...]) -> "tuple[tuple[bytes, str], ...]":
    """What the guest of a worker is told instead of the application's folders, longest first."""
    version = f"/lib/python{sys.version_info[0]}.{sys.version_info[1]}"
    pairs = [(os.fsencode(GUEST), "/lib/objcap"), (os.fsencode(_STDLIB), version)]
    pairs += [(folder, f"{version}/lib-dynload") for folder in _FIXED["dynload"]]
    pairs += [(folder, f"/path/{number}") for number, folder in enumerate(user)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def folders(plan: "dict[str, Any]") -> "list[bytes]":
    """What the provider of that plan reads: for the kernel to permit, and nothing else."""
    stdlib = plan["stdlib"]
    found = [plan["guest"], *plan["dynload"], *plan["user"], plan["cache_prefix"]]
    found += map(os.fsencode, plan["extensions"].values())
    return [stdlib, *(path for path in found if path and not path.startswith(stdlib + b"/"))]


def _strict_row(row: "Row") -> "Row":
    return (row[NAME], row[KIND], "deny", row[VERSIONS], "", STRICT_WHY)


def _trusted_row(name: str, extensions: dict[str, str]) -> "Row":
    """The row for a module that the policy names; the path of an extension elsewhere than
    in the stdlib goes into `extensions`."""
    why = "the policy names it"
    if name in _BUILTINS:
        return (name, "C", "keep", "", "", why)
    module = sys.modules.get(name)
    spec = getattr(module, "__spec__", None)
    if module is None:
        from importlib.util import find_spec

        try:
            spec = find_spec(name)
        except (ImportError, ValueError):
            spec = None
    origin = getattr(spec, "origin", None)
    loader = type(getattr(spec, "loader", None)).__name__
    if loader == "ExtensionFileLoader" and type(origin) is str and name.isascii():
        extensions[name] = os.path.realpath(origin)
        return (name, "C", "keep", "", "", why)
    if name.partition(".")[0] in sys.stdlib_module_names and loader in ("SourceFileLoader", "FrozenImporter"):
        return (name, "py", "keep", "", "", why)
    if spec is None:
        raise PlanError(f"Policy(modules=[{name!r}]): there is no module of that name")
    raise PlanError(
        f"Policy(modules=[{name!r}]): it is no extension or builtin module; a pure-Python module is "
        "permitted by its folder, in Policy(path=...)"
    )


def _copies(rows: "dict[str, Row]", extra: "list[Row]") -> "dict[str, dict[str, Any]]":
    """The dicts of modules that are not made afresh: those of which a guest sees a few
    names, and loaded ones that CPython makes only once in a process."""
    copies = {}
    modules = sys.modules
    for row, names in [*_COPIED, *((row, []) for row in extra)]:
        name = row[NAME]
        if rows.get(name) is not row:
            continue  # of another version of Python, or the policy has its own
        if row[VERDICT] == "expose":
            source = _native(name)
            if source is not None:
                shown = {key: source[key] for key in names if key in source}
                copies[name] = {"__doc__": source.get("__doc__"), **shown}
        elif name in modules and _objcap.is_single_phase(modules[name]):
            gone = _IMPORT_ATTRIBUTES.union(names)
            copies[name] = {key: value for key, value in vars(modules[name]).items() if key not in gone}
    return copies


def _native(name: str) -> "dict[str, Any] | None":
    """The dict of a C module, or None if this Python has none of that name."""
    module: ModuleType | None = sys.modules.get(name)
    if module is None:
        try:
            module = __import__(name)
        except ImportError:
            return None
    if type(module) is not _Module or _objcap.is_native(module) is False:
        raise PlanError(f"sys.modules[{name!r}] is not the C module of that name but {module!r}")
    return vars(module)
