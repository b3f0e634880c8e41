"""lockdown(): the numbered phases of docs/design.md.

Phases 1 and 2 may refuse; nothing has changed then. From phase 3 on a failure
ends the process: a half-locked interpreter must never run guest code.
"""

import _abc  # type: ignore[import-not-found]
import _codecs
import _io
import _signal  # type: ignore[import-not-found]
import _sre  # type: ignore[import-not-found]
import _weakref
import atexit as _atexit
import builtins
import gc
import sys

from objcap import _objcap, kernel, permits, permits_audit, permits_modules, roots
from objcap._settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    from objcap.policy import Policy

VERSION = sys.version_info[:2]


def applies(versions: str) -> bool:
    """Does a row with that versions column apply to the running version?"""
    if not versions:
        return True
    low, dash, high = versions.partition("-")
    if not dash:
        high = low
    return not (low and _version(low) > VERSION) and not (high and _version(high) < VERSION)


def _version(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return int(major), int(minor)


# The rows of this version. Chosen when objcap is imported: the lockdown is counted
# in microseconds.
NOTHING: frozenset[str] = frozenset()
ROWS = {row[0]: row for row in permits_modules.MODULES if applies(row[3])}
NAMES = {name: frozenset(row[4].split()) for name, row in ROWS.items() if row[4]}
GUARDS = [row[:3] for row in permits.GUARDS if applies(row[3])]
GUARDED_METHODS = [row[:4] for row in permits.GUARDED_METHODS if applies(row[4])]
PINNED = [row[0] for row in permits.PINNED if applies(row[1])]
NEUTERED = [row[0] for row in permits.NEUTERED if applies(row[1])]
DISARMED_METHODS = [row[:2] for row in permits.DISARMED_METHODS if applies(row[2])]
EVENTS = tuple(row[0] for row in permits_audit.EVENTS if row[1] == "permit" and applies(row[2]))


STORE_SIZE = 64 << 20  # bytes of address space for the modules of a zygote; what is not used costs nothing


class LockdownError(RuntimeError):
    """The interpreter cannot be locked down; nothing has changed.

    The message says why and what to do about it.
    """


def lockdown(policy: "Policy | None" = None) -> None:
    """Lock this interpreter down, for good.

    The caller's next line is guest code: no Python code of this process has power
    over files, sockets, processes and modules any more, objcap's own included.

    policy: an objcap.Policy; None: Policy().

    Raises LockdownError when this interpreter cannot be locked (phase 1) or the
    policy cannot be had (phase 2); nothing has changed then. Raises TypeError if
    `policy` is no Policy. A failure after that ends the process with status 70.
    """
    if policy is None:
        settings = Settings()
    else:
        from objcap.policy import Policy

        if type(policy) is not Policy:
            raise TypeError(f"lockdown() takes an objcap.Policy, not {policy!r}")
        settings = policy._settings()
    lock(settings)


def lock(settings: Settings) -> None:
    """lockdown() with a resolved policy."""
    check()
    plan = Plan(settings)
    if settings.keep == "run" and plan.wall.weak():
        print(f"objcap: note: {plan.wall.weak()}; see python -m objcap doctor", file=sys.stderr)
    try:
        plan.parted = _objcap.part()  # the broker does not come back from here
    except OSError as error:
        raise LockdownError(f"cannot lock down: no process for the broker: {error}") from None
    if not plan.parted:
        _forget_the_end()
    _objcap.begin(builtins.__dict__)
    try:
        hide(plan)
        guard(plan)
        verify_heap(plan)
        disarm(plan)
        seal(plan)
        verify_tables(plan)
        boot(plan)
    except BaseException as error:
        _objcap.die(f"{type(error).__name__}: {error}")


def _forget_the_end() -> None:
    """What would be done at exit by handlers that have no power then: sandboxes end now, and weakref's
    finalizers are not called, as nothing of the host is torn down in a locked process."""
    zygote = sys.modules.get("objcap.worker.zygote")
    if zygote is not None:
        zygote.shutdown()
        _atexit.unregister(zygote.shutdown)
    weakref = sys.modules.get("weakref")
    if weakref is not None:
        _atexit.unregister(weakref.finalize._exitfunc)


# ---------------------------------------------------------------- 1. Check


def check() -> None:
    """Refuse to lock what cannot be locked soundly."""
    if _objcap.is_locked():
        raise LockdownError("cannot lock down: this interpreter is locked already")
    if _objcap.is_broker():
        raise LockdownError("cannot lock down: this process is the broker of a locked one")
    reason = _objcap.obstacle()
    if reason is None and sys.exc_info()[0] is not None:
        reason = "an exception is being handled: call lockdown() outside the except block"
    if reason is None and (sys.gettrace() is not None or sys.getprofile() is not None):
        reason = "a trace or profile function is set: end the debugger, profiler or coverage tool"
    monitoring = getattr(sys, "monitoring", None)
    if reason is None and monitoring is not None:
        tools = [monitoring.get_tool(number) for number in range(6)]
        if any(tool is not None for tool in tools):
            reason = f"sys.monitoring has tools ({tools}): end the debugger, profiler or coverage tool"
    events = sys.modules.get("asyncio.events")
    if reason is None and events is not None and events._get_running_loop() is not None:
        reason = "an event loop is running: call lockdown() before it starts"
    if reason is not None:
        raise LockdownError(f"cannot lock down: {reason}")


# ---------------------------------------------------------------- 2. Prepare


class Plan:
    """All that the later phases need, found while the host still has power."""

    def __init__(self, settings: Settings) -> None:
        if settings.strict and settings.grants is not None and "open" in settings.grants:
            raise LockdownError("cannot lock down: a strict policy has no io and os for open= to go into")
        self.settings = settings
        self.rows = ROWS
        self.names = NAMES
        self.removed: tuple[type, ...] = ()
        self.take_away()
        self.types: list[type] = []
        self.trusted = frozenset(name.partition(".")[0] for name in settings.modules)
        self.judge_modules()
        self.owners = _owners()
        self.builtins = self.judge_builtins()
        try:
            found = roots.plan(self.rows, settings)
            self.path = roots.shown_path(found, settings)
            self.wall = kernel.prepare(
                "process",
                settings.kernel,
                roots=roots.folders(found),
                embedded=not settings.keep and kernel.is_embedded(),
            )
        except (roots.PlanError, kernel.WallError) as error:
            raise LockdownError(f"cannot lock down: {error}") from None
        self.get_objects = gc.get_objects
        self.monitoring = getattr(sys, "monitoring", None)
        self.errors = tuple(
            getattr(stream, "errors", None) or "strict"
            for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__)
        )
        # _io calls itself "io" on 3.11
        modules = sys.modules
        self.pins = tuple((name, modules.get(name)) for name in PINNED)
        self.builtin_names = {id(modules[name]): name for name in sys.builtin_module_names if name in modules}
        self.exit = sys.exit
        self.clock: tuple[ModuleType, type] | None = None
        if settings.clock is not None:
            import datetime
            import time

            self.clock = time, datetime.datetime
        self.parted = False
        flush()

    def judge_modules(self) -> None:
        """Native modules that nobody has judged must not be in a locked process."""
        rows = self.rows
        for name, module in list(sys.modules.items()):
            loader = getattr(getattr(module, "__spec__", None), "loader", None)
            native = type(loader).__name__ == "ExtensionFileLoader"
            if not native or name == "objcap._objcap" or name in self.settings.modules:
                continue
            if name in permits_modules.BRIDGES:
                raise LockdownError(
                    f"cannot lock down: {name} is loaded, which can call and change anything in this "
                    f"process; lock down before it is imported, or put up with it by "
                    f"Policy(modules=[{name!r}])"
                )
            if name not in rows:
                raise LockdownError(
                    f"cannot lock down: the extension module {name} is loaded and objcap does not know "
                    f"what power it has; lock down before it is imported, or trust it by "
                    f"Policy(modules=[{name!r}])"
                )

    @staticmethod
    def judge_builtins() -> "dict[str, Any]":
        """The builtins that stay, as the interpreter made them."""
        table = builtins.__dict__
        name = _objcap.altered_builtin(builtins, permits.BUILTINS)
        if name is not None:
            raise LockdownError(
                f"cannot lock down: builtins.{name} was replaced by {table[name]!r}; put the original back"
            )
        return {name: table[name] for name in permits.BUILTINS if name in table}

    def take_away(self) -> None:
        """Settings.without: rows and names of this lockdown, and the types to disarm."""
        without = self.settings.without
        if not without:
            return
        self.rows, self.names = dict(ROWS), dict(NAMES)
        for name, module, kind, _ in permits.REMOVABLE:
            if name not in without:
                continue
            row = self.rows.get(module)
            if kind:
                self.removed += (getattr(__import__(module), kind),)
            if row is None or module == "builtins":
                continue
            if kind:
                self.names[module] = self.names.get(module, NOTHING) | {kind}
                self.rows[module] = (*row[:4], f"{row[4]} {kind}".strip(), row[5])
            else:
                why = f"the policy takes {name} away; do without, or ask the host for a policy that keeps it"
                self.rows[module] = (*row[:2], "deny", row[3], "", why)

    def module_rows(self) -> "list[tuple[ModuleType, frozenset[str], bool]]":
        """Each module of C functions that exists, with the names to keep or to disarm."""
        result: list[tuple[ModuleType, frozenset[str], bool]] = []
        for module in _objcap.host_modules():
            name = self.builtin_names.get(id(module)) or str(module.__dict__.get("__name__"))
            if name in ("objcap._objcap", "builtins", "sys") or name in self.settings.modules:
                continue
            row = self.rows.get(name)
            names = self.names.get(name, NOTHING)
            if row is not None and row[2] == "keep":
                result.append((module, names, False))
            elif row is not None and row[2] == "expose":
                result.append((module, names | permits_modules.SPARED.get(name, NOTHING), True))
            else:
                result.append((module, permits_modules.SPARED.get(name, NOTHING), True))
        result.append((builtins, permits.BUILTINS_DISARMED, False))
        result.append((sys, permits.SYS_KEEP, True))
        return result


def flush(quiet: bool = False) -> None:
    """Write what the files of the host have buffered: after the lockdown nobody can.

    Raises LockdownError if one cannot be written, unless `quiet`.
    """
    streams = [sys.stdout, sys.stderr]
    streams += _objcap.instances(
        gc.get_objects(), (_io.TextIOWrapper, _io.BufferedWriter, _io.BufferedRandom)
    )
    for stream in streams:
        try:
            if stream is not None and not stream.closed and stream.writable():
                stream.flush()
        except (OSError, ValueError, AttributeError) as error:
            if not quiet:
                raise LockdownError(f"cannot lock down: {stream!r} cannot be flushed: {error}") from None


def _owners() -> "dict[str, Any]":
    """The types and modules that the rows of permits.py speak of."""

    def function() -> "Any":
        return sys._getframe()

    def generator() -> "Any":
        yield

    async def coroutine() -> None:
        pass

    async def async_generator() -> "Any":
        yield

    class Super:
        def method(self) -> None:
            pass

        def __getitem__(self, index: int) -> None:
            pass

    made_coroutine = coroutine()
    made_coroutine.close()
    try:
        raise LookupError
    except LookupError as error:
        traceback = type(error.__traceback__)
    frame = function()
    owners = {
        "function": type(function),
        "frame": type(frame),
        "FrameLocalsProxy": type(frame.f_locals),
        "code": type(frame.f_code),
        "generator": type(generator()),
        "coroutine": type(made_coroutine),
        "async_generator": type(async_generator()),
        "traceback": traceback,
        "method": type(Super().method),
        "builtin_function_or_method": type(len),
        "super": super,
        "ReferenceType": _weakref.ReferenceType,
        "BaseException": BaseException,
        "AttributeError": AttributeError,
        "type": type,
        "object": object,
        "FileIO": _io.FileIO,
        "_weakref": _weakref,
        "_abc": _abc,
        "_codecs": _codecs,
        "method-wrapper": type("".__str__),
        "list_iterator": type(iter([])),
        "list_reverseiterator": type(reversed([])),
        "tuple_iterator": type(iter(())),
        "bytearray_iterator": type(iter(bytearray())),
        "bytes_iterator": type(iter(b"")),
        "str_iterator": type(iter("\xe9")),
        "str_ascii_iterator": type(iter("")),
        "iterator": type(iter(Super())),
        "callable_iterator": type(iter(function, None)),
        "reversed": reversed,
        "enumerate": enumerate,
        "map": map,
        "filter": filter,
        "zip": zip,
    }
    functools = sys.modules.get("_functools")
    owners["partial"] = getattr(functools, "partial", None)
    owners["_lru_cache_wrapper"] = getattr(functools, "_lru_cache_wrapper", None)
    collections = sys.modules.get("_collections")
    for name in ("_deque_iterator", "_deque_reverse_iterator"):
        owners[name] = getattr(collections, name, None)
    array = sys.modules.get("array")
    owners["arrayiterator"] = None if array is None else type(iter(array.array("b")))
    itertools = sys.modules.get("itertools")
    for name, _ in permits.RECORDED:  # of modules that nobody has loaded there are no instances
        if name not in owners:
            owners[name] = getattr(itertools, name.removeprefix("itertools."), None)
    return owners


# ---------------------------------------------------------------- 3. Hide


def hide(plan: Plan) -> None:
    """R8's walk, R11, R2's rebuild."""

    def marker(_: object) -> None:
        return None

    def other(_: object) -> None:
        return None

    gc.unfreeze()
    gc.callbacks.clear()
    gc.garbage.clear()
    _codecs.register(other)
    _codecs.register(marker)
    _codecs.unregister(other)  # empties the cache of codecs
    _codecs.register_error("objcap.marker", marker)  # type: ignore[arg-type]
    recorded = [plan.owners[name] for name, _ in permits.RECORDED]
    found = _objcap.walk(gc.get_objects(), marker, tuple(filter(None, recorded)))
    if found != 2:
        raise RuntimeError(f"{found} codec registries found, not 2")
    plan.types = _objcap.all_types(type.__dict__["__subclasses__"])
    _objcap.freeze_types(plan.types, permits.TYPES_MUTABLE)
    _clear_process(plan)
    _rebuild(plan)


def _clear_process(plan: Plan) -> None:
    """R11: nothing of the host stays that it does not need."""
    sys.set_asyncgen_hooks(None, None)
    sys.set_coroutine_origin_tracking_depth(0)
    for number in _signal.valid_signals():
        if callable(_signal.getsignal(number)) and number != _signal.SIGINT:
            _signal.signal(number, _signal.SIG_DFL)
    if _signal.getsignal(_signal.SIGINT) is not _signal.SIG_IGN:
        _signal.signal(_signal.SIGINT, _signal.default_int_handler)
    _signal.set_wakeup_fd(-1)
    os = sys.modules.get("os")
    if os is not None:
        os.environ._data.clear()
    posix = sys.modules.get("posix")
    if posix is not None:
        posix.environ.clear()
    linecache = sys.modules.get("linecache")
    if linecache is not None:
        linecache.cache.clear()
    if plan.parted:
        # The broker runs the application's exit handlers. Here they are forgotten, and
        # what they refer to is kept: nothing of the host is torn down in this process.
        for held in gc.get_referents(_atexit):
            _objcap.keep(held)
        _atexit._clear()
        _atexit.register(_objcap.at_end)
    _objcap.clear_environment()
    _objcap.fresh_context()
    stdin, stdout, stderr = plan.settings.streams
    _objcap.silence_descriptors(stdin * 1 + stdout * 2 + stderr * 4)


def _rebuild(plan: Plan) -> None:
    """The real builtins, sys and module table are emptied and refilled (R2)."""
    namespace = sys.__dict__
    modules = sys.modules
    old_sys = dict(namespace)
    _objcap.keep(old_sys)
    _objcap.keep(dict(modules))
    _objcap.keep(dict(builtins.__dict__))
    sys.path_importer_cache.clear()
    sys.path_hooks.clear()
    sys.meta_path.clear()
    kept = {name: old_sys[name] for name in permits.SYS_KEEP if name in old_sys}
    if plan.settings.strict:
        kept.clear()
    if plan.settings.keep == "zygote":
        kept.update(permits.SYS_WORKER)
    namespace.clear()
    namespace.update(kept)
    namespace.update(
        __name__="sys",
        __doc__=old_sys["__doc__"],
        modules=modules,
        argv=list(plan.settings.argv),
        path=list(plan.path),
        meta_path=[],
        path_hooks=[],
        path_importer_cache={},
        warnoptions=list(old_sys["warnoptions"]),
        _xoptions={},
        orig_argv=[],
        executable="",
        implementation=type(old_sys["implementation"])(**vars(old_sys["implementation"])),
        _framework="",
    )
    modules.clear()
    table = builtins.__dict__
    table.clear()
    table.update(plan.builtins)


# ---------------------------------------------------------------- 4. Guard


def guard(plan: Plan) -> None:
    """Descriptors, constructors, proxies of type dicts."""
    owners = plan.owners
    _objcap.guard_abc(_abc, type.__dict__["__subclasses__"], plan.types)
    for owner, name, rule in GUARDS:
        if owners[owner] is not None:
            _objcap.guard_attribute(owners[owner], name, rule)
    for owner, name, rule, on_argument in GUARDED_METHODS:
        if owners[owner] is not None:
            _objcap.guard_method(owners[owner].__dict__[name], rule, on_argument)
    _objcap.guard_slots(plan.types, owners["partial"])
    _objcap.guard_proxies()
    _objcap.guard_contexts()
    _objcap.guard_patterns(_sre.compile)
    for owner in NEUTERED:
        _objcap.neuter(owners[owner], plan.types)
    for owner, name in DISARMED_METHODS:
        _objcap.disarm_method(owners[owner].__dict__[name])
    _objcap.wrap_builtins(builtins)
    if plan.clock is not None:
        _objcap.guard_clocks(*plan.clock)
        if plan.settings.clock is not None and plan.settings.clock[0]:
            _objcap.set_clock(*plan.settings.clock)


# ---------------------------------------------------------------- 5. Disarm, 6. Seal


def disarm(plan: Plan) -> None:
    """R6: what has no permit refuses, whoever holds it."""
    for module, names, keep in plan.module_rows():
        _objcap.disarm_functions(module, names, keep)
    _objcap.redirect_exit(plan.exit)
    if plan.monitoring is not None:
        _objcap.disarm_functions(plan.monitoring, frozenset(), True)
    kept = permits.TYPES_KEEP - plan.settings.without if plan.settings.without else permits.TYPES_KEEP
    _objcap.disarm_types(plan.types, kept, plan.trusted, plan.removed)


def seal(plan: Plan) -> None:
    """R7: the audit hook. Then the kernel's wall."""
    _objcap.seal(EVENTS)
    kernel.raised = plan.wall
    _objcap.wall_apply(plan.wall.data())


# ---------------------------------------------------------------- 7. Verify, and the guest's world


def verify_heap(plan: Plan) -> None:
    """Walk the heap again: nothing of the host is unmarked."""
    missed = _objcap.unmarked(plan.get_objects())
    if missed:
        raise RuntimeError(f"the walk has missed {len(missed)} objects, first {type(missed[0]).__name__}")


def verify_tables(plan: Plan) -> None:
    """Every row took effect."""
    missed = _objcap.unguarded()
    if missed:
        raise RuntimeError(f"guards are not in force: {missed}")
    names = builtins.__dict__.keys() - permits.BUILTINS - {"__getattr__"}
    if names:
        raise RuntimeError(f"builtins holds {sorted(names)}")


def boot(plan: Plan) -> None:
    """The guest's importer, streams and __main__; they are guest code already."""
    settings = plan.settings
    _objcap.fill_sys(sys.__dict__, permits.SYS_TAME, settings.recursion_cap)
    _objcap.boot(settings.streams, plan.errors, settings.grants)
    _objcap.pin_modules(plan.pins)
    if settings.store:
        _objcap.store(settings.store, STORE_SIZE)
    _objcap.finish(settings.keep)
