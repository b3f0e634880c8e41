"""The combinators: each is a gate of objcap.caps._wrap."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from objcap._objcap import wire_size
from objcap.caps._base import Cap
from objcap.caps._wrap import Attenuated, Call, Gate, Target, label, shown


def attenuate(cap: Target, gate: Gate) -> Attenuated:
    """A capability, object or function behind a gate of one's own."""
    return gate.behind(cap)


class _Revocation(Gate):
    """Open until it is shut."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = threading.Condition()  # re-entrant: a signal handler may come back to it
        self.shut = False
        self.running: dict[int, int] = {}  # thread -> calls under way

    def before(self, call: Call) -> None:
        with self.changed:
            if self.shut:
                raise PermissionError(f"the capability {call.name!r} was revoked")
            call.thread = threading.get_ident()
            self.running[call.thread] = self.running.get(call.thread, 0) + 1

    resumed = before

    def ended(self, call: Call) -> None:
        with self.changed:
            left = self.running.get(call.thread, 0) - 1
            if left > 0:
                self.running[call.thread] = left
            else:
                self.running.pop(call.thread, None)
                self.changed.notify_all()

    parked = ended

    def after(self, call: Call, result: Any) -> None:
        self.ended(call)
        call.thread = 0

    def failed(self, call: Call, error: BaseException) -> None:
        if call.thread:
            self.ended(call)


class Revocable(Attenuated):
    """What revocable() returns: the capability, and revoke()."""

    _gate: _Revocation

    def revoke(self, *, wait: bool = True) -> None:
        """No call of it, or of what came out of it, begins any more: it raises PermissionError.

        wait: return when the calls that have begun in other threads have ended. Without it, one of
            them may be on its way to its first line. Calls that this thread is in the midst of are not
            waited for. Two threads that revoke each other's call with `wait` wait for ever.
        """
        gate = self._gate
        own = threading.get_ident()
        with gate.changed:
            gate.shut = True
            while wait and any(thread != own for thread in gate.running):
                gate.changed.wait()

    @property
    def revoked(self) -> bool:
        """Was it revoked?"""
        return self._gate.shut


def revocable(cap: Target) -> Revocable:
    """The same capability, until its revoke() is called.

    Everything that came out of it ends with it: capabilities in results, and those that it has passed to
    functions of its caller; and such functions cannot be called by it any more.
    """
    return Revocable(cap, _Revocation())


class _Switch(Gate):
    """Open until it is shut; nobody waits for what has begun."""

    native = True
    shut = False

    def before(self, call: Call) -> None:
        if self.shut:
            raise PermissionError(f"the capability {call.name!r} was revoked")

    resumed = before


class Granted(Attenuated):
    """What a sandbox hands out for an object that is granted to it, so that Sandbox.revoke() can end it.
    Files that came out of it go on by themselves."""

    def __init__(self, target: Target) -> None:
        super().__init__(target, _Switch())

    def end(self) -> None:
        """Revoke it, without waiting."""
        assert isinstance(self._gate, _Switch)
        self._gate.shut = True


class _ReadOnly(Gate):
    def before(self, call: Call) -> None:
        if not call.reading and not call.inward:
            raise PermissionError(f"{call.name}: the capability is read-only")

    def outward(self, cap: Cap) -> Cap:
        return cap._read_only() or self.behind(cap)

    def behind(self, target: Target) -> Attenuated:
        if Cap.of(target) is None:  # nobody knows which of its methods only read
            raise PermissionError(f"{label(target)!r} does not say what of it only reads")
        return super().behind(target)


def read_only(cap: Target) -> Cap:
    """What of a capability only reads, as its class says: Cap._reading, or Cap._read_only().

    Other methods raise PermissionError. Raises TypeError for what does not say: functions.
    """
    found = Cap.of(cap)
    if found is None:
        raise TypeError(f"{label(cap)!r} does not say what of it only reads: make it a Cap with _reading")
    return found._read_only() or _ReadOnly().behind(found)


class _Limit(Gate):
    def __init__(
        self, calls: int | None, per_second: float | None, bytes: int | None, clock: Callable[[], float]
    ) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.calls = calls
        self.bytes = bytes
        self.clock = clock
        # a rate below one: one call in so many seconds
        self.most = 0 if per_second is None else max(int(per_second), 1)
        self.within = 0.0 if per_second is None else self.most / per_second
        self.times: deque[float] = deque()

    def before(self, call: Call) -> None:
        size = 0 if self.bytes is None else wire_size((call.args, call.kwargs))
        with self.lock:
            if self.bytes is not None and size > self.bytes:
                raise PermissionError(f"{call.name}: its limit of bytes is used up")
            if not call.inward:
                if self.calls is not None and self.calls < 1:
                    raise PermissionError(f"{call.name}: its limit of calls is used up")
                if self.most:
                    now = self.clock()
                    while self.times and self.times[0] <= now - self.within:
                        self.times.popleft()
                    if len(self.times) >= self.most:
                        raise PermissionError(
                            f"{call.name}: at most {self.most} calls in {self.within:g} seconds"
                        )
                    self.times.append(now)
                if self.calls is not None:
                    self.calls -= 1
            if self.bytes is not None:
                self.bytes -= size

    def after(self, call: Call, result: Any) -> None:
        if self.bytes is not None:
            size = wire_size(result)
            with self.lock:
                if size > self.bytes:
                    self.bytes = 0
                    raise PermissionError(f"{call.name}: its limit of bytes is used up")
                self.bytes -= size


def limited(
    cap: Target,
    *,
    calls: int | None = None,
    per_second: float | None = None,
    bytes: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Attenuated:
    """The capability, so often or for so much. One count serves it and all that comes out of it.

    calls: how often it can be called, in all. A call that raises counts.
    per_second: how often within any second. One more raises PermissionError; it does not wait.
    bytes: of all arguments and results, those of functions that are passed in too, as they are encoded
        (docs/wire.md); 5 for a capability or function. A result that does not fit is withheld, though the
        call was made, and the rest of the limit is gone.
    clock: what tells seconds, for per_second.

    Raises PermissionError when a limit is used up; here TypeError or ValueError for what is no limit.
    """
    for name, value in (("calls", calls), ("bytes", bytes)):
        if value is not None and (type(value) is not int or value < 0):
            raise ValueError(f"{name} must be a whole number, not {value!r}")
    if per_second is not None and not (type(per_second) in (int, float) and 0 < per_second < 1e9):
        raise ValueError(f"per_second must be a number above 0, not {per_second!r}")
    return _Limit(calls, per_second, bytes, clock).behind(cap)


class _Log(Gate):
    def __init__(self, sink: Callable[[dict[str, Any]], object], clock: Callable[[], float]) -> None:
        super().__init__()
        self.sink = sink
        self.clock = clock

    def write(self, event: str, call: Call, **more: Any) -> None:
        name = ascii(call.name)[1:-1]
        self.sink({"time": self.clock(), "event": event, "number": call.number, "name": name, **more})

    def before(self, call: Call) -> None:
        args = [shown(arg) for arg in call.args]
        kwargs = {ascii(name)[1:-1]: shown(arg) for name, arg in call.kwargs.items()}
        self.write("callback" if call.inward else "call", call, args=args, kwargs=kwargs)

    def after(self, call: Call, result: Any) -> None:
        self.write("return", call, result=shown(result))

    def failed(self, call: Call, error: BaseException) -> None:
        self.write("raise", call, error=type(error).__name__, message=shown(str(error)))


def logged(
    cap: Target, sink: Callable[[dict[str, Any]], object], *, clock: Callable[[], float] = time.time
) -> Attenuated:
    """The capability, with a record of each call.

    sink: called with a dict of values that JSON can write, once before a call begins and once when it has
        ended: time (seconds, of `clock`), event ("call", "callback", "return", "raise"), number (of the
        call), name, and args and kwargs, or result, or error and message. Values are shortened and in ASCII,
        so that no guest can forge a line. If it raises, the call does not begin, or its result is withheld.
    """
    return _Log(sink, clock).behind(cap)


class _Confirmation(Gate):
    def __init__(self, ask: Callable[[Call], bool]) -> None:
        super().__init__()
        self.ask = ask
        self.lock = threading.RLock()  # people read one question at a time

    def before(self, call: Call) -> None:
        if not call.inward:
            with self.lock:
                answer = self.ask(call)
            if answer is not True:
                raise PermissionError(f"{call.name}: this call was not confirmed")


def confirmed(cap: Target, ask: Callable[[Call], bool]) -> Attenuated:
    """The capability, when somebody has agreed to the call.

    ask: called with each Call, whose str() is one line for a person to read; anything but True refuses it.
        Threads wait for each other's questions.
    """
    return _Confirmation(ask).behind(cap)


class _Expiry(Gate):
    def __init__(self, until: float, clock: Callable[[], float]) -> None:
        super().__init__()
        self.until = until
        self.clock = clock

    def before(self, call: Call) -> None:
        if not self.clock() < self.until:
            raise PermissionError(f"the capability {call.name!r} has expired")

    resumed = before


def expiring(cap: Target, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> Attenuated:
    """The capability, for so many seconds from now; what came out of it ends with it.

    A call that has begun goes on. Time while the machine is suspended does not count.
    """
    if type(seconds) not in (int, float) or not seconds >= 0:
        raise ValueError(f"seconds must be a number from 0 on, not {seconds!r}")
    return _Expiry(clock() + seconds, clock).behind(cap)
