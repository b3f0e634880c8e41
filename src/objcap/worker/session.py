"""One worker and the conversation with it. objcap.Sandbox is the pleasant side of this.

Whatever comes from the worker is the guest's word. A worker that does not speak as it should is
killed; its sandbox then says WorkerCrashed.
"""

from __future__ import annotations

import codecs
import inspect
import os
import signal
import socket
import threading
import time
import weakref
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, NoReturn

import objcap
from objcap._objcap import Link, capability_methods
from objcap.caps._base import Cap
from objcap.worker import errors, zygote
from objcap.worker.limits import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from objcap.caps._combine import Granted

# The places of the guest's functions, in the order of guest/_worker.py.
RUN, EXECUTE, EVALUATE, CALL, ASSIGN, TWIN = range(6)
ORDERS = 1  # the capability by which a worker asks for orders
GRACE = 0.05  # seconds that a guest has to end after an interrupt, before its worker is killed
NESTING = 50  # calls of grants inside each other
START = 30.0  # seconds for what the worker does before any guest code, on a busy machine
NO_DEADLINE = -1.0
NO_MEMORY = 71  # exit status: OC_NO_MEMORY in src/_objcap/channel.h
# How a worker calls the value of its answer, which is a tuple of guest/_worker.py.
_INNER = "the result of the guest's function, index 1"
_STREAMS = {1: "stdout", 2: "stderr"}
_CPU_SIGNALS = (27, 24)  # SIGPROF, SIGXCPU: how the kernel says that CPU time is used up


class Grant:
    """A function that a guest may call, until it is revoked."""

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        self.function: Callable[..., Any] | None = function
        self.__name__ = name
        self.__doc__ = getattr(function, "__doc__", None)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        function = self.function
        if function is None:
            raise PermissionError(f"the capability {self.__name__!r} was revoked")
        return function(*args, **kwargs)

    def end(self) -> None:
        """Revoke it."""
        self.function = None


# What a sandbox has granted, by name.
Grants = dict[str, list["Grant | Granted"]]


_Decoder = codecs.getincrementaldecoder("utf-8")


class Captured:
    """What a guest has written to one stream."""

    def __init__(self) -> None:
        self.decoder: codecs.IncrementalDecoder | None = None
        self.parts: list[str] = []
        self.crumbs: list[str] = []  # a guest may write byte by byte

    def add(self, data: bytes) -> str:
        if self.decoder is None:
            self.decoder = _Decoder("replace")
        text = self.decoder.decode(data)
        if text:
            self.crumbs.append(text)
            if len(self.crumbs) >= 256:
                self.parts.append("".join(self.crumbs))
                self.crumbs.clear()
        return text

    def text(self) -> str:
        self.parts = ["".join([*self.parts, *self.crumbs])]
        self.crumbs.clear()
        return self.parts[0]

    def take(self) -> str:
        """What there is; it is not kept."""
        text = self.text()
        self.parts.clear()
        return text

    def put_before(self, text: str) -> None:
        """Put back what was taken."""
        if text:
            self.parts.insert(0, text)


class Leash:
    """By what a worker is signalled, from any thread: never by a descriptor that was closed, for
    it may be that of another worker by now."""

    def __init__(self, pidfd: int) -> None:
        self.pidfd = pidfd
        self.lock = threading.RLock()  # a signal handler may come back to it

    def signal(self, number: int) -> None:
        with self.lock:
            if self.pidfd >= 0:
                with suppress(OSError):
                    zygote.kill(self.pidfd, number)

    def close(self) -> None:
        with self.lock:
            pidfd, self.pidfd = self.pidfd, -1
            if pidfd >= 0:
                os.close(pidfd)


def _release(leash: Leash, worker: zygote.Worker, home: zygote.Zygote, owner: int) -> None:
    """Kill a worker. Its link closes itself: a finalizer that held it would keep everything alive
    that grants refer to, and that may be the sandbox."""
    if os.getpid() == owner:
        leash.signal(signal.SIGKILL)
        home.forget(worker)
    leash.close()


class Session:
    """A worker that belongs to one sandbox."""

    def __init__(self, home: zygote.Zygote, worker: zygote.Worker, options: Options) -> None:
        self.home = home
        self.worker = worker
        self.options = options
        self.link = Link(worker.channel, options.message)
        self.link.callback = _weakly(self)
        self.lock = threading.RLock()
        self.leash = Leash(worker.pidfd)
        self.clock: int | None = None  # of the worker's CPU time, when somebody has asked
        self.sequence = 0
        self.greeted = False
        self.deadline = NO_DEADLINE
        self.depth = 0
        self.calls = 0
        self.live: list[int] = []  # serials of the guest's calls under way
        self.written = 0
        self.captured = {1: Captured(), 2: Captured()}
        self.ended: errors.SandboxError | None = None
        self.await_result: Callable[[Coroutine[Any, Any, Any], float], Any] | None = None
        self.interrupted = False
        self.closing = False
        self.telling = False  # on_output runs
        self.finalizer = weakref.finalize(self, _release, self.leash, worker, home, os.getpid())
        zygote.holders.add(self)

    def prepare(self) -> None:
        """Let the limits go before the first command."""
        options = self.options
        cpu = 0 if options.cpu is None else max(int(options.cpu * 1e6), 1)
        self.link.limits((options.memory, cpu, int(options.snapshots), options.file_size))

    # ------------------------------------------------------------ commands

    def command(self, place: int, args: tuple[Any, ...], wall: float | None) -> Any:
        """Have the guest's function at `place` called, and return its word."""
        with self.lock:
            self.check()
            self.check_order()
            outermost = self.depth == 0
            if outermost:
                self.calls = 0
                with self.leash.lock:  # an interrupt came before, or comes to this call: flag and signal
                    self.interrupted = False
                self.deadline = NO_DEADLINE if wall is None else time.monotonic() + wall
            self.depth += 1
            try:
                return self.converse(place, args, None)
            finally:
                self.depth -= 1

    def check_order(self) -> None:
        """RuntimeError while the guest does not listen."""
        if self.telling:
            raise RuntimeError("a sandbox cannot be used by its own on_output")

    def converse(self, place: int, args: tuple[Any, ...], kwargs: dict[str, Any] | None) -> Any:
        """Have a function of the guest called; its answer."""
        self.sequence = sequence = (self.sequence + 1) & 0xFFFFFFFF or 1
        try:
            self.link.call(sequence, place, args, kwargs, self.deadline)
        except ValueError as error:
            raise errors.MessageLimit(str(error)) from None
        except TimeoutError:
            self.fail(errors.WallLimit("the worker has stopped reading"))
        except (EOFError, OSError):
            self.fail_ended()
        except Exception:  # a value that does not cross: nothing was sent
            raise
        except BaseException:  # Ctrl-C in the application
            self.end(errors.Interrupted("the call was interrupted while it was sent"))
            raise
        return self.serve(sequence)

    def serve(self, sequence: int) -> Any:
        """Serve the guest until the answer to that message is there."""
        link = self.link
        settled = False
        try:
            while True:
                try:
                    kind, number, target, value = link.receive(self.deadline)
                except TimeoutError:
                    settled = True
                    self.fail_late(sequence)
                except ValueError as error:
                    if "limit" in str(error):
                        self.fail(errors.MessageLimit(str(error)))
                    self.fail_protocol()
                except MemoryError:
                    self.fail(errors.MessageLimit("a value of the guest does not fit into memory"))
                except (EOFError, OSError):
                    self.fail_ended()
                if kind == "R" and number == sequence:
                    return value
                if kind == "E" and number == sequence:
                    break
                if kind == "O":
                    self.output(target, value)
                elif kind == "C" and target == ORDERS and not self.greeted:
                    self.greeted = True
                elif kind == "C":
                    self.grant(number, target, value, sequence)
                else:
                    self.fail_protocol()
        except BaseException:  # Ctrl-C, or on_output has raised: the guest still runs
            if not settled:
                self.cancel(sequence)
            raise
        if self.interrupted and self.depth <= 1:  # it came when the guest's code was not running
            raise errors.Interrupted("the call was interrupted")
        raise self.guest_error(value)

    def guest_error(self, value: Any) -> errors.SandboxError:
        """The exception for an error message."""
        match value:
            case ("MemoryError", str(_), int(_)) if self.options.memory:
                return self.memory_limit()
            case (str(name), str(message), int(_)):
                return errors.GuestError(name, message.replace(_INNER, "the value"))
        self.fail_protocol()

    # ------------------------------------------------------------ what the guest asks

    def output(self, target: int, data: bytes) -> None:
        """The guest has written."""
        if target not in _STREAMS:
            self.fail_protocol()
        self.written += len(data) or 1  # no worker of ours sends nothing at all
        if self.written > self.options.output:
            self.fail(errors.OutputLimit(f"the guest wrote more than {self.options.output} bytes"))
        text = self.captured[target].add(data)
        if self.options.on_output is not None and text:
            self.telling = True
            try:
                self.options.on_output(_STREAMS[target], text)
            finally:
                self.telling = False

    def grant(self, number: int, target: int, value: Any, sequence: int) -> None:
        """The guest calls a capability."""
        link = self.link
        self.calls += 1
        if self.calls > self.options.grant_calls:
            self.fail(errors.CallLimit(f"the guest called grants more than {self.options.grant_calls} times"))
        try:
            function, name = link.target(target)
        except KeyError:
            self.fail_protocol()
        self.live.append(link.serial)
        self.depth += 1
        try:
            try:
                result = self.granted(function, name, *value)
            except Exception as error:
                answer: Exception | None = error
            else:
                answer = None
            if self.ended is not None:  # by the function: nobody waits for the answer
                raise self.ended from answer
            try:
                if answer is None:
                    link.result(number, result, f"the result of capability {name!r}", self.deadline)
                    return
            except (TimeoutError, EOFError):
                raise
            except Exception as error:  # it does not cross
                answer = error
            if isinstance(answer, errors.SandboxError):
                answer = RuntimeError(str(answer))
            assert answer is not None
            link.error(number, answer, self.deadline)
        except TimeoutError:
            self.fail_late(sequence)
        except (EOFError, OSError):
            self.fail_ended()
        except Exception:
            raise
        except BaseException:  # Ctrl-C while the grant ran
            self.interrupted = True
            with suppress(Exception):
                link.error(number, RuntimeError("the application was interrupted"), self.deadline)
            raise
        finally:
            answer = None  # its traceback holds this frame, and with it what the grant had
            result = None  # a file that did not cross goes now
            self.depth -= 1
            self.live.pop()

    def granted(
        self, function: Callable[..., Any], name: str, args: tuple[Any, ...], kwargs: dict[str, Any] | None
    ) -> Any:
        """What a granted function returns or raises."""
        if self.interrupted:
            raise PermissionError("objcap: this call is being interrupted")
        if len(self.live) > NESTING:
            raise RecursionError("calls of capabilities are nested too deeply")
        result = function(*args, **(kwargs or {}))
        return self.wait_for(result, name) if inspect.iscoroutine(result) else result

    def wait_for(self, coroutine: Coroutine[Any, Any, Any], name: str) -> Any:
        """The result of an asynchronous grant."""
        if self.await_result is None:
            coroutine.close()
            raise TypeError(f"capability {name!r} is asynchronous: it needs an AsyncSandbox")
        return self.await_result(coroutine, self.deadline)

    def call_lent(self, place: int, args: tuple[Any, ...], kwargs: dict[str, Any] | None, serial: int) -> Any:
        """A function that the guest has lent is called, by a grant, while that call lasts."""
        if self.ended is not None:
            raise errors.SandboxClosed("the guest has ended")
        if serial not in self.live or not self.lock.acquire(blocking=False):
            raise RuntimeError(
                "a function of the guest can be called only while the call lasts to which it was passed, "
                "and in its thread"
            )
        try:
            if serial not in self.live:
                raise RuntimeError("the call to which this function was passed has ended")
            self.check_order()
            return self.converse(place, args, kwargs)
        finally:
            self.lock.release()

    # ------------------------------------------------------------ ends

    def check(self) -> None:
        """SandboxClosed if the worker has ended."""
        if self.ended is not None:
            raise errors.SandboxClosed(f"the sandbox has ended: {self.ended}") from self.ended

    def end(self, reason: errors.SandboxError) -> None:
        """Kill the worker and let go of it."""
        if self.ended is None:
            self.ended = reason
            self.link.close()
            self.finalizer()

    def fail(self, error: errors.SandboxError) -> NoReturn:
        """End with an error, and raise it."""
        self.end(error)
        raise error

    def fail_protocol(self) -> NoReturn:
        self.fail(errors.WorkerCrashed("the worker broke the protocol and was killed"))

    def fail_ended(self) -> NoReturn:
        """The worker has hung up: say how it has ended."""
        if self.ended is not None:
            raise self.ended
        if self.closing:
            self.fail(errors.SandboxClosed("it was closed while it ran"))
        death = self.home.death(self.worker, 1.0)
        if death is None:
            self.leash.signal(signal.SIGKILL)
            death = self.home.death(self.worker, 1.0)
        if death is not None and death.status & 0x7F in _CPU_SIGNALS and self.options.cpu is not None:
            self.fail(errors.CpuLimit(f"the guest used more than {self.options.cpu:g} seconds of CPU time"))
        if death is not None and death.status >> 8 == NO_MEMORY and self.options.memory:
            self.fail(self.memory_limit())
        self.fail(errors.crashed(None if death is None else death.status))

    def memory_limit(self) -> errors.MemoryLimit:
        """The error for a guest that got a MemoryError."""
        return errors.MemoryLimit(f"the guest needed more than its {self.options.memory} bytes of memory")

    def fail_late(self, sequence: int) -> NoReturn:
        """The time of the call is over: end the call, or else the worker."""
        error = errors.WallLimit("the call took longer than its wall limit")
        alive = self.ended is None
        if not self.cancel(sequence) and alive:
            self.ended = error
        raise error

    def cancel(self, sequence: int) -> bool:
        """Interrupt the guest. True if the call has ended; else the worker is killed.

        Only the outermost call is waited for: what it has called ends with it.
        """
        if self.ended is not None:
            return False
        self.interrupted = True
        deadline, self.deadline = self.deadline, time.monotonic() + GRACE
        try:
            self.leash.signal(signal.SIGINT)
            while self.depth <= 1:
                kind, number, target, value = self.link.receive(self.deadline)
                if kind in ("R", "E") and number == sequence:
                    return True
                if kind == "C" and target == ORDERS and not self.greeted:
                    self.greeted = True
                elif kind == "C" and target != ORDERS:
                    self.link.error(number, PermissionError("objcap: interrupted"), self.deadline)
                elif kind == "O" and target in _STREAMS and self.written < self.options.output:
                    self.written += len(value) or 1
                    self.captured[target].add(value)
                elif kind != "O":
                    break
        except (TimeoutError, EOFError, ValueError, MemoryError, OSError):
            pass
        finally:
            self.deadline = deadline
        self.end(errors.Interrupted("the call was interrupted, and did not end"))
        return False

    def interrupt(self) -> None:
        """From another thread: end the call under way."""
        if self.ended is None:
            with self.leash.lock:
                self.interrupted = True
                self.leash.signal(signal.SIGINT)

    def kill(self) -> None:
        """Kill the worker; who waits for it sees that."""
        if self.ended is None:
            self.leash.signal(signal.SIGKILL)

    def close(self) -> None:
        """Kill the worker and let go of it; another thread that uses it sees that first."""
        if self.ended is not None:
            return
        self.closing = True
        if not self.lock.acquire(blocking=False):
            self.kill()
            self.lock.acquire()
        try:
            self.end(errors.SandboxClosed("it was closed"))
        finally:
            self.lock.release()
        self.home.refill()

    def cpu(self) -> float:
        """Seconds of CPU time of the worker, as the kernel counts them; 0 if it has ended."""
        try:
            if self.clock is None:
                self.clock = zygote.clock_of(self.worker.pidfd)
            return time.clock_gettime(self.clock) if self.clock else 0.0
        except OSError:
            return 0.0

    def _abandon(self) -> None:
        """In a fork of the application: the worker is the parent's."""
        self.ended = errors.SandboxClosed("the sandbox belongs to the process that made it")
        self.lock = threading.RLock()  # a thread that is not here may have held it
        self.leash.lock = threading.RLock()
        self.finalizer.detach()
        self.link.close()
        self.leash.close()

    # ------------------------------------------------------------ twins

    def twin(self) -> Session:
        """Have the worker copied. The copy goes on from the same state, with the same grants."""
        with self.lock:
            self.check()
            if self.depth:
                raise RuntimeError("fork() inside a call of the guest")
            if not self.options.snapshots:
                raise PermissionError("this sandbox was made with snapshots=False")
            try:
                ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            except OSError as error:
                raise errors.StartError(f"cannot make a twin: {error}") from error
            with ours, theirs:
                try:
                    return self._twin(ours, theirs)
                except errors.SandboxError:
                    raise
                except BaseException as error:  # Ctrl-C, or on_output has raised: half a twin is none
                    self.end(errors.Interrupted(f"fork() was ended by {type(error).__name__}"))
                    raise

    def _twin(self, ours: socket.socket, theirs: socket.socket) -> Session:
        self.sequence = sequence = (self.sequence + 1) & 0xFFFFFFFF or 1
        self.deadline = time.monotonic() + START
        try:
            self.link.call(sequence, TWIN, (), None, self.deadline)
            while True:
                kind, number, target, value = self.link.receive(self.deadline)
                if kind == "F":
                    break
                if kind == "O":
                    self.output(target, value)
                elif kind == "E" and number == sequence:
                    raise self.guest_error(value)
                elif kind == "C" and target == ORDERS and not self.greeted:
                    self.greeted = True
                else:
                    self.fail_protocol()
            inner, pidfd = self._born(theirs)
        except TimeoutError:
            self.fail(errors.WallLimit("the worker did not fork"))
        except (EOFError, OSError):
            self.fail_ended()
        except (ValueError, MemoryError):
            self.fail_protocol()
        if pidfd < 0:
            self.serve(sequence)  # raises what went wrong in there
            self.fail_protocol()
        worker = zygote.Worker(ours.detach(), pidfd, inner)
        twin = Session(self.home, worker, self.options)
        self.home.born(inner)
        twin.link.adopt(self.link)
        twin.greeted = True
        twin.sequence = sequence
        twin.written = self.written
        for number, captured in self.captured.items():
            twin.captured[number].put_before(captured.text())
        twin.await_result = self.await_result
        twin.deadline = self.deadline
        for session, answer in ((self, False), (twin, True)):
            if session.serve(sequence) is not answer:
                session.fail_protocol()
        return twin

    def _born(self, theirs: socket.socket) -> tuple[int, int]:
        """Give the twin its channel: its process id for the zygote, and its pidfd, which is -1 if there
        is no twin. What comes is the guest's: any descriptor, or none."""
        line = socket.socket(fileno=self.link.fileno())
        try:
            line.settimeout(START)
            socket.send_fds(line, [b"F"], [theirs.fileno()])
            theirs.close()
            data, descriptors, _ = zygote.receive(line, 1)
        finally:
            if self.ended is None:
                line.setblocking(True)
            line.detach()
        inner = own = 0
        if data == b"W" and descriptors:
            with suppress(OSError, ValueError, IndexError):
                own, inner = zygote.process_of(descriptors[0])
                inner = inner if self.home.owns(own) else 0
        if not inner:
            for descriptor in descriptors:
                os.close(descriptor)
            if not data:
                raise EOFError
            if data != b"E":
                self.fail_protocol()
            return 0, -1
        return inner, descriptors[0]


def _weakly(session: Session) -> Callable[..., Any]:
    """call_lent() of a session that a lent function does not keep alive."""
    reference = weakref.ref(session)

    def call_lent(place: int, args: tuple[Any, ...], kwargs: dict[str, Any] | None, serial: int) -> Any:
        found = reference()
        if found is None:
            raise errors.SandboxClosed("the sandbox is closed")
        return found.call_lent(place, args, kwargs, serial)

    return call_lent


def capability_of(value: Any, name: str, grants: Grants) -> Any:
    """What crosses for something granted: a capability for what can be called, else the value."""
    if isinstance(value, Cap) or capability_methods(value) is not None:
        from objcap.caps._combine import Granted

        granted = Granted(value)
        grants.setdefault(name, []).append(granted)
        return granted
    if not callable(value):
        return value
    grant = Grant(value, name)
    grants.setdefault(name, []).append(grant)
    return objcap.capability(grant, name)
