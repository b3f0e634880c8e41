"""objcap.Sandbox and objcap.run: guests in workers, the application as their broker."""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NoReturn, Self

from objcap.worker import errors, zygote
from objcap.worker.limits import KERNEL, PRELOAD, Options, folders, inputs, names
from objcap.worker.session import (
    ASSIGN,
    CALL,
    EVALUATE,
    EXECUTE,
    RUN,
    START,
    Grants,
    Session,
    capability_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._time import Clock


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call has used.

    cpu: seconds of CPU time of the worker, as the kernel counts them.
    wall: seconds on the clock, grants included.
    peak_memory: bytes that the guest's objects took at most since the sandbox was made; the guest's
        word.
    """

    cpu: float
    wall: float
    peak_memory: int


@dataclass(frozen=True, slots=True)
class Result:
    """What came of Sandbox.run().

    value: of the last statement if that is an expression, else None.
    stdout, stderr: what the guest wrote while it ran.
    usage: see Usage.
    exit: what was passed to sys.exit(), or None: the guest did not call it, or without a status.
    exited: did the guest call sys.exit()?
    walls: the kernel's walls around the worker, and whether each is up.
    """

    value: Any
    stdout: str
    stderr: str
    usage: Usage
    exit: int | str | None = None
    exited: bool = False
    walls: Mapping[str, str] | None = None


class Sandbox:
    """A guest's interpreter in a process of its own, locked down, behind the kernel's walls.

    memory: the most that the guest's objects may take, in bytes or as "256 MiB"; None: no limit.
        The guest gets a MemoryError; one that it does not catch is MemoryLimit here.
    cpu: seconds of CPU time of the whole sandbox; None: no limit. CpuLimit, and the worker has ended.
    wall: seconds on the clock for each call; None: no limit. WallLimit; the guest gets a
        KeyboardInterrupt, and if it does not end within 50 ms its worker is killed.
    output: the most that it may write to its standard streams, in bytes or as "16 MiB". OutputLimit.
    message: the largest value that crosses, encoded, in bytes or as "16 MiB". MessageLimit.
    grant: what the guest finds under these names: functions become capabilities that are called
        here, in the application; other values are copied.
    grant_calls: how often grants may be called in one call. CallLimit.
    recursion: the guest's recursion limit; None: that of the interpreter.
    preload: modules that are imported before the guest starts. Others are imported when they are needed.
    path: folders of pure-Python modules that the guest may import, read when the first such sandbox
        is made.
    modules: names of extension modules to permit beside those of the tables; see Policy.
    file_size: the largest file that the kernel lets it write through what was granted, in bytes or as
        "1 GiB"; None: no limit. What a directory's own quota permits is counted apart.
    clock: an objcap.caps.Clock: what time and datetime show to the guest, and a fixed one goes on by what the
        guest sleeps, at once. None: the time of the machine.
    seed: makes a run repeatable: an int for the guest's module random, whose sets and dicts of str also have
        the same order each time. What still differs is in docs/reference.md.
    kernel: "auto": every wall that this machine offers; "require": StartError unless there are the system
        call filter, Landlock, and the limits; "off": none.
    snapshots: may fork() be called? A sandbox that may not is one in which no process can be made.
    on_output: called with ("stdout" or "stderr", text) as the guest's output comes.

    Values cross as copies of None, bool, int, float, complex, str, bytes, list, tuple, dict, set,
    frozenset, and capabilities. Many threads may use one sandbox; they take turns.

    Raises TypeError or ValueError for wrong options, StartError when there can be no worker.
    """

    def __init__(
        self,
        *,
        memory: int | str | None = "256 MiB",
        cpu: float | None = None,
        wall: float | None = None,
        output: int | str = "16 MiB",
        message: int | str = "16 MiB",
        grant: Mapping[str, Any] | None = None,
        grant_calls: int = 1_000_000,
        recursion: int | None = None,
        preload: Iterable[str] = (),
        path: Iterable[str | os.PathLike[str]] = (),
        modules: Iterable[str] = (),
        file_size: int | str | None = "1 GiB",
        clock: Clock | None = None,
        seed: int | None = None,
        kernel: str = "auto",
        snapshots: bool = True,
        on_output: Callable[[str, str], None] | None = None,
    ) -> None:
        options = Options.of(
            memory, cpu, wall, output, message, grant_calls, recursion, snapshots, on_output, file_size
        )
        key = _key(preload, path, modules, recursion, kernel, clock, seed)
        told = None if clock is None else clock._settings()
        granted = inputs(grant)
        home, worker = zygote.take(key)
        self._grants: Grants = {}
        self._options = options
        self._session = Session(home, worker, options)
        try:
            self._session.prepare()
            if granted or recursion is not None or told is not None or seed is not None:
                self._assign(granted, told, seed)
        except BaseException:
            self._session.close()
            raise

    @classmethod
    def _of(cls, session: Session, grants: Grants) -> Sandbox:
        self = cls.__new__(cls)
        self._grants = grants
        self._options = session.options
        self._session = session
        return self

    # ------------------------------------------------------------ running

    def run(
        self,
        source: str,
        inputs: Mapping[str, Any] | None = None,
        *,
        filename: str | None = None,
        stdin: str | None = None,
    ) -> Result:
        """Execute source with `inputs` as names; what came of it.

        stdin: what the guest reads from standard input; None: nothing.

        Raises GuestError for what the guest raises, LimitExceeded, WorkerCrashed, SandboxClosed, and
        TypeError for an input that may not cross. sys.exit() is no error: see Result.
        """
        session = self._session
        with session.lock:
            out, err = (session.captured[number] for number in (1, 2))
            kept = out.take(), err.take()
            started, clock = time.perf_counter(), session.cpu()
            try:
                word = session.command(
                    RUN, (_text(source), filename, _inputs(inputs), stdin), self._options.wall
                )
                value, exited, peak = None, False, 0
                code: int | str | None = None
                match word:
                    case ("value", value, int(peak)):
                        pass
                    case ("exit", None | int() | str() as code, int(peak)):
                        exited = True
                    case _:
                        self._failed(word)
                usage = Usage(session.cpu() - clock, time.perf_counter() - started, peak)
                return Result(value, out.text(), err.text(), usage, code, exited, self.walls)
            finally:
                out.put_before(kept[0])
                err.put_before(kept[1])

    def exec(
        self, source: str, inputs: Mapping[str, Any] | None = None, *, filename: str | None = None
    ) -> None:
        """Execute statements; names that they define stay. Raises as run(), and GuestExit."""
        self._value(EXECUTE, (_text(source), filename, _inputs(inputs)))

    def eval(self, source: str, *, filename: str | None = None) -> Any:
        """The value of an expression. Raises as run(), and GuestExit."""
        return self._value(EVALUATE, (_text(source), filename))

    def call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function that the guest has defined, by its name, which may be dotted.

        Raises as run(), and GuestExit.
        """
        return self._value(CALL, (name, args, kwargs))

    # ------------------------------------------------------------ grants

    def grant(self, name: str, value: Any) -> None:
        """Give the guest one more name. See Sandbox for what crosses."""
        self._assign({name: value})

    def revoke(self, name: str) -> None:
        """Calls of what was granted under that name fail from now on, whatever the guest calls it by now.

        Raises KeyError if nothing that can be called was granted under it.
        """
        for grant in self._grants.pop(name):
            grant.end()

    def interrupt(self) -> None:
        """From another thread: end the call under way, which raises Interrupted there.

        The guest gets a KeyboardInterrupt, which it may catch; a wall limit ends it for sure.
        """
        self._session.interrupt()

    # ------------------------------------------------------------ the rest

    def fork(self) -> Self:
        """Copy the sandbox: both go on from the same state, with the same limits and grants.

        What is revoked is revoked in both. CPU time used so far counts in both.

        Raises PermissionError if it was made with snapshots=False, RuntimeError inside a call.
        """
        twin = self._of(self._session.twin(), self._grants)
        assert isinstance(twin, type(self))
        return twin

    @property
    def alive(self) -> bool:
        """Has it a worker still?"""
        return self._session.ended is None

    @property
    def walls(self) -> Mapping[str, str]:
        """The kernel's walls around the worker, each with "on" or what is missing."""
        return dict(self._session.home.hello.get("walls", {}))

    @property
    def stdout(self) -> str:
        """What the guest has written to its standard output so far."""
        return self._session.captured[1].text()

    @property
    def stderr(self) -> str:
        """What the guest has written to its standard error so far."""
        return self._session.captured[2].text()

    def close(self) -> None:
        """End the worker, whatever it is doing. Doing it twice does no harm."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        ended = self._session.ended
        return f"<objcap.Sandbox, {'alive' if ended is None else ended}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a sandbox cannot be pickled or copied; fork() copies one")

    # ------------------------------------------------------------ inside

    def _assign(
        self, values: Mapping[str, Any], clock: tuple[int, ...] | None = None, seed: int | None = None
    ) -> None:
        crossing = {name: capability_of(value, name, self._grants) for name, value in values.items()}
        word = self._session.command(ASSIGN, (crossing, self._options.recursion, clock, seed), START)
        if word != ("value", None, 0):
            self._failed(word)

    def _value(self, place: int, args: tuple[Any, ...]) -> Any:
        word = self._session.command(place, args, self._options.wall)
        match word:
            case ("value", value, int(_)):
                return value
            case ("exit", None | int() | str() as code, int(_)):
                raise errors.GuestExit(code)
        self._failed(word)

    def _failed(self, word: Any) -> NoReturn:
        """Raise what a worker's word that is no value stands for."""
        match word:
            case ("error", str(name), str(message), str(trace)):
                if name == "MemoryError" and self._options.memory:
                    raise self._session.memory_limit()
                raise errors.GuestError(name, message, trace)
            case ("interrupt",):
                if self._session.interrupted:
                    raise errors.Interrupted("the call was interrupted")
                raise errors.GuestError("KeyboardInterrupt", "")
        self._session.fail_protocol()


_inputs = inputs


def _text(source: str) -> str:
    """Source is a str; a subclass would not cross."""
    if not isinstance(source, str):
        raise TypeError(f"source must be a str, not {type(source).__name__}")
    return str(source)


def _key(
    preload: Iterable[str],
    path: Iterable[str | os.PathLike[str]],
    modules: Iterable[str],
    recursion: int | None,
    kernel: str,
    clock: Clock | None,
    seed: int | None,
) -> zygote.Key:
    """What kind of zygote these options need. TypeError or ValueError."""
    if type(preload) is type(modules) is tuple and path == () and clock is None and seed is None:
        try:
            return _plain_key(preload, modules, recursion, kernel)
        except TypeError:  # or the same again, with its reason
            return _plain_key.__wrapped__(preload, modules, recursion, kernel)
    return _key_of(preload, path, modules, recursion, kernel, clock, seed)


@functools.lru_cache(64, typed=True)
def _plain_key(
    preload: Iterable[str], modules: Iterable[str], recursion: int | None, kernel: str
) -> zygote.Key:
    """Most sandboxes are of one kind, and none of what it depends on can change."""
    return _key_of(preload, (), modules, recursion, kernel, None, None)


def _key_of(
    preload: Iterable[str],
    path: Iterable[str | os.PathLike[str]],
    modules: Iterable[str],
    recursion: int | None,
    kernel: str,
    clock: Clock | None,
    seed: int | None,
) -> zygote.Key:
    if clock is not None:
        from objcap.caps._time import Clock

        if type(clock) is not Clock:
            raise TypeError(f"clock must be an objcap.caps.Clock, not {clock!r}")
    if seed is not None and (type(seed) is not int or abs(seed) >= 1 << 64):
        raise TypeError(f"seed must be an int of 64 bits or None, not {seed!r}")
    if kernel not in KERNEL:
        raise ValueError(f"kernel must be one of {', '.join(KERNEL)}, not {kernel!r}")
    return zygote.Key(
        tuple(dict.fromkeys((*PRELOAD, *names(preload, "preload")))),
        folders(path),
        names(modules, "modules"),
        recursion,
        kernel,
        clock is not None,
        None if seed is None else 0,  # one order of hashes is as good as another
    )


def key_of(options: Mapping[str, Any]) -> zygote.Key:
    """The same for the options of a Sandbox, which are valid."""
    return _key(
        options.get("preload", ()),
        options.get("path", ()),
        options.get("modules", ()),
        options.get("recursion"),
        options.get("kernel", "auto"),
        options.get("clock"),
        options.get("seed"),
    )


def run(
    source: str,
    inputs: Mapping[str, Any] | None = None,
    *,
    filename: str | None = None,
    stdin: str | None = None,
    snapshots: bool = False,
    **options: Any,
) -> Result:
    """Run source once in a fresh sandbox; Sandbox.run() says what comes of it.

    options: those of Sandbox.
    """
    with Sandbox(snapshots=snapshots, **options) as box:
        return box.run(source, inputs, filename=filename, stdin=stdin)
