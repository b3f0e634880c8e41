"""The guest's importer: one finder and its loaders, over CPython's own importlib.

Nothing here has power. What may be imported, and from where, is decided in C
(`locate`, `code`, `extension`), by name; a guest that changes these classes, or
writes finders of its own, changes its own world only.

The boot puts `sys`, `provider`, `bootstrap` (_frozen_importlib), `imp`, `main` (the
guest's __main__) and `preload` (what strict mode loads at once) into these globals. The code carries
the name of importlib's file, so that CPython leaves its frames out of tracebacks.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    sys: Any
    provider: Any
    bootstrap: Any
    imp: Any
    main: Any
    preload: tuple[str, ...] | None

SOURCE, EXTENSION, BUILTIN, COPY, REAL, NAMESPACE, REFUSED, FROZEN = range(1, 9)
PATCHED, INJECTED = 2, 4

_locate = provider.locate
_code = provider.code
_patch = provider.patch
_source = provider.source
_extension = provider.extension
_plain = str.__str__
_exec = exec
_import = __import__
_ModuleSpec = bootstrap.ModuleSpec
_call = bootstrap._call_with_frames_removed


builtins = sys.modules["builtins"]

# Modules of the stdlib that name refused ones at import, and do most of their work
# without: stand-ins are in sys.modules while they are executed (_objcap_lent.py).
LENT = {
    "asyncio.*": ("socket", "subprocess"),
    "email.utils": ("socket",),
    "logging.config": ("socketserver",),
    "logging.handlers": ("socket",),
    "xml.sax.saxutils": ("urllib.request",),
}


def _exit_class() -> "type[BaseException]":
    """The guest's SystemExit."""
    from _exit import SystemExit

    return SystemExit


def _decode(data: bytes) -> str:
    """The text of a source file (PEP 263), with newlines translated."""
    encoding = "utf-8"
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    else:
        for line in data.split(b"\n", 2)[:2]:
            line = line.strip(b" \t\f\r")
            _, _, name = line.partition(b"coding")
            if line.startswith(b"#") and name[:1] in (b":", b"="):
                name = name[1:].lstrip(b" \t")
                end = 0
                while end < len(name) and (name[end : end + 1].isalnum() or name[end] in b"-_."):
                    end += 1
                encoding = name[:end].decode("ascii") or encoding
                break
            if line and not line.startswith(b"#"):
                break
    return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")


class SourceLoader:
    """Loads a Python module that the provider has found."""

    def __init__(self, name: str, path: "str | None", flags: int = 0, names: "Any" = None) -> None:
        self.name = name
        self.path = path
        self._flags = flags
        self._names = names

    def __repr__(self) -> str:
        return f"<objcap loader of {self.name!r}>"

    def __eq__(self, other: object) -> "Any":
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.name, self.path))

    def _check(self, name: "str | None") -> str:
        if name is not None and name != self.name:
            raise ImportError(f"loader for {self.name} cannot handle {name}", name=name)
        return self.name

    def create_module(self, spec: "Any") -> None:
        """Leave it to importlib to make a plain module."""

    def exec_module(self, module: "Any") -> None:
        """Execute the module's code in its namespace, then objcap's patch of it."""
        namespace = module.__dict__
        flags = self._flags
        if flags & INJECTED:
            namespace["SystemExit"] = _exit_class()
            namespace["open"] = builtins.open
        lent = LENT.get(self.name) or LENT.get(self.name.partition(".")[0] + ".*")
        if lent is None:
            _call(_exec, self.get_code(), namespace)
        else:
            from _objcap_lent import lent as lend

            with lend(*lent):
                _call(_exec, self.get_code(), namespace)
        if self._names:
            for name in self._names:
                namespace.pop(name, None)
        if flags & PATCHED:
            _call(_exec, _call(_patch, self.name), namespace)

    def load_module(self, name: "str | None" = None) -> "Any":
        """Import the module (deprecated, as in importlib)."""
        return bootstrap._load_module_shim(self, self._check(name))

    def get_code(self, name: "str | None" = None) -> "Any":
        """Return the code object."""
        name = self._check(name)
        try:
            return _call(_code, name)
        except SyntaxError as error:
            # The compiler's second half asks the file for the line, which is refused to it.
            if error.text is None and error.filename == self.path and error.lineno:
                error.text = self._line(error.lineno)
            raise

    def _line(self, number: int) -> "str | None":
        try:
            lines = self.get_source().splitlines(True)
        except (ImportError, OSError):
            return None
        return lines[number - 1] if number <= len(lines) else None

    def get_source(self, name: "str | None" = None) -> str:
        """Return the source text, for tracebacks, inspect and doctest."""
        name = self._check(name)
        data = _source(name)
        if type(data) is str:
            return data
        try:
            return _decode(data)
        except (UnicodeError, LookupError) as error:
            raise ImportError(f"the source of {name} cannot be decoded", name=name) from error

    def get_filename(self, name: "str | None" = None) -> str:
        """Return where the source came from."""
        name = self._check(name)
        if self.path is None:
            raise ImportError(f"{name} has no file", name=name)
        return self.path

    def is_package(self, name: "str | None" = None) -> bool:
        """Is the module a package?"""
        return self.path is not None and self.path.endswith("/__init__.py")

    def get_data(self, path: str) -> bytes:
        """Refuse: no path of a guest's is ever opened."""
        raise PermissionError(
            "objcap: reading data files of packages is refused to a guest; the host may pass the data in"
        )


class FrozenLoader(SourceLoader):
    """Loads importlib's own second half, which exists inside the interpreter only."""

    def exec_module(self, module: "Any") -> None:
        """Execute the code, then give importlib its second half, without its power."""
        _call(_exec, _code(self.name), module.__dict__)
        module._set_bootstrap_module(bootstrap)
        module._os = _RefusingOS()
        module._warnings = _Warnings
        bootstrap._bootstrap_external = module

    def get_source(self, name: "str | None" = None) -> "Any":
        """Answer None, as for any frozen module of CPython."""


class ExtensionLoader:
    """Makes a C module that the provider has found."""

    def __init__(self, name: str, path: "str | None", flags: int = 0) -> None:
        self.name = name
        self.path = path
        self._flags = flags

    __repr__ = SourceLoader.__repr__
    __eq__ = SourceLoader.__eq__
    __hash__ = SourceLoader.__hash__
    load_module = SourceLoader.load_module
    _check = SourceLoader._check

    def create_module(self, spec: "Any") -> "Any":
        """Make the module of that name, whatever `spec` says."""
        return _call(_extension, self.name)

    def exec_module(self, module: "Any") -> None:
        """Run objcap's patch of the module in its namespace; the module itself is complete."""
        if self._flags & PATCHED:
            _call(_exec, _call(_patch, self.name), module.__dict__)

    def get_code(self, name: "str | None" = None) -> None:
        """Answer None: it has no Python code."""

    def get_source(self, name: "str | None" = None) -> None:
        """Answer None: it has no Python code."""

    def is_package(self, name: "str | None" = None) -> bool:
        """Answer False."""
        return False

    get_filename = SourceLoader.get_filename


class Finder:
    """Finds what the provider permits. The only entry of sys.meta_path."""

    @staticmethod
    def find_spec(name: str, path: "Any" = None, target: "Any" = None) -> "Any":
        """Return the spec of a permitted module, or None. `path` is not looked at."""
        if type(name) is not str:
            name = _plain(name)
        found = _locate(name)
        if found is None:
            return None
        kind, origin, folders, flags, cached, names = found
        if kind == SOURCE:
            spec = _ModuleSpec(name, SourceLoader(name, origin, flags, names), origin=origin)
            spec.submodule_search_locations = folders
            spec._set_fileattr = True
            spec._cached = cached
            return spec
        if kind == EXTENSION:
            spec = _ModuleSpec(name, ExtensionLoader(name, origin, flags), origin=origin)
            spec._set_fileattr = True
            spec._cached = ""
            return spec
        if kind == NAMESPACE:
            spec = _ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = folders
            return spec
        if kind == FROZEN:
            return _ModuleSpec(name, FrozenLoader(name, None, flags), origin="frozen")
        if kind == REFUSED:
            return None  # later finders, and who only asks; _find_and_load_unlocked says why
        return _ModuleSpec(name, ExtensionLoader(name, None, flags), origin="built-in")

    @staticmethod
    def invalidate_caches() -> None:
        """Pass it on to the finders that a guest has put into sys.path_importer_cache."""
        for finder in list(sys.path_importer_cache.values()):
            if hasattr(finder, "invalidate_caches"):
                finder.invalidate_caches()


class _RefusingOS:
    """What importlib calls `_os`: the guest's posix, and refusals for all that acts."""

    def __getattr__(self, name: str) -> "Any":
        import os

        return getattr(os, name)


class _Warnings:
    """What importlib calls `_warnings`: the guest's `_warnings` has no warn(), warnings has."""

    @staticmethod
    def warn(message: "Any", category: "Any" = None, stacklevel: int = 1, source: "Any" = None) -> None:
        import warnings

        warnings.warn(message, category, stacklevel + 1, source)


class _External:
    """Stands for _frozen_importlib_external until somebody needs it."""

    def __getattr__(self, name: str) -> "Any":
        import _frozen_importlib_external

        return getattr(_frozen_importlib_external, name)


_find_and_load_unlocked = bootstrap._find_and_load_unlocked


def _find_or_explain(name: str, import_: "Any") -> "Any":
    """importlib's _find_and_load_unlocked, with objcap's reason for what it refuses."""
    try:
        return _find_and_load_unlocked(name, import_)
    except ModuleNotFoundError as error:
        if type(name) is not str or error.name != name:
            raise
        found = _locate(name)
        if found is None or found[0] != REFUSED:
            raise
        why = found[1]
        for phase in ("; single-phase", "; multi-phase"):
            why = why.partition(phase)[0]  # a note for who keeps the table
    raise ImportError(f"objcap: import of {name!r} is refused: {why}", name=name)


def _boot() -> None:
    """Connect importlib to this finder, and complete the modules that exist already."""
    modules = sys.modules
    there = [(name, modules[name]) for name in modules]
    modules.clear()
    modules["_frozen_importlib"] = bootstrap
    for name in ("_thread", "_warnings", "_weakref"):
        modules[name] = _extension(name)
    bootstrap._setup(sys, imp)
    modules.clear()
    modules.update(there)
    bootstrap._bootstrap_external = _External()
    bootstrap._warnings = _Warnings
    bootstrap._find_and_load_unlocked = _find_or_explain
    sys.meta_path = [Finder]
    sys.path_hooks = []
    sys.path_importer_cache = {}
    # importlib keeps the three; a guest that imports them gets its own, with the patches.
    for name, module in (("_imp", imp), ("_frozen_importlib", bootstrap), ("sys", modules["sys"])):
        bootstrap._init_module_attrs(Finder.find_spec(name), module, override=True)
    main.__loader__ = SourceLoader("__main__", None)
    main.__package__ = None
    main.__annotations__ = {}
    if preload is not None:
        for name in preload:
            _import(name)
        modules.pop("_warnings", None)


_boot()
