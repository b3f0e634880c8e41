"""Time and chance, as much of them as the host likes."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime

from objcap.caps._base import Cap

_NANO = 1_000_000_000
_MOST_BYTES = 1 << 20  # that a guest gets at once
_LATEST = 4_000_000_000_000_000_000  # nanoseconds: OC_LATEST in src/_objcap/clock.c
_YEARS = 253_402_300_800  # seconds: the year 10000


def nanoseconds(value: float | datetime, name: str) -> int:
    """A time in nanoseconds since 1970, or a span. TypeError or ValueError, naming it."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{name} needs a time zone: {value!r}")
        delta = value - datetime(1970, 1, 1, tzinfo=UTC)
        return (delta.days * 86400 + delta.seconds) * _NANO + delta.microseconds * 1000
    if type(value) not in (int, float):
        raise TypeError(f"{name} must be a number of seconds or a datetime, not {type(value).__name__}")
    if not 0 <= value < _YEARS:
        raise ValueError(
            f"{name} must be a number of seconds from 0 on, before the year 10000, not {value!r}"
        )
    if type(value) is int:
        return value * _NANO
    whole = int(value)
    return whole * _NANO + round((value - whole) * _NANO)


class Clock(Cap):
    """A clock: time(), time_ns(), monotonic(), monotonic_ns().

    fixed: it always shows that time, in seconds since 1970 or as a datetime with a time zone. Its monotonic
        clock stands at 0.
    start: it shows that time now, and goes on from there. Its monotonic clock starts at 0.
    tick: with `fixed`: how many seconds it goes on each time that it is read, so that who waits for a
        moment sees it come.
    resolution: seconds; it shows multiples of that only. What is coarse measures no secrets.

    Without `fixed` and `start` it shows the time of the machine. Raises TypeError or ValueError.
    """

    _exports = _reading = ("time", "time_ns", "monotonic", "monotonic_ns")

    def __init__(
        self,
        fixed: float | datetime | None = None,
        *,
        start: float | datetime | None = None,
        tick: float = 0,
        resolution: float = 0,
    ) -> None:
        if fixed is not None and start is not None:
            raise ValueError("a clock is fixed, or has a start, but not both")
        if tick and fixed is None:
            raise ValueError("a clock that ticks when it is read is a fixed one")
        self._fixed = None if fixed is None else nanoseconds(fixed, "fixed")
        self._tick = nanoseconds(tick, "tick")
        self._resolution = nanoseconds(resolution, "resolution")
        self._began = time.monotonic_ns()
        self._start = None if start is None else nanoseconds(start, "start")
        self._lock = threading.Lock()
        self._reads = 0

    def _now(self) -> tuple[int, int]:
        """Time and monotonic time in nanoseconds."""
        if self._fixed is not None:
            with self._lock:
                span = self._reads * self._tick
                self._reads += 1
            now = self._fixed + span
        else:
            span = time.monotonic_ns() - self._began
            now = time.time_ns() if self._start is None else self._start + span
        if self._resolution:
            now -= now % self._resolution
            span -= span % self._resolution
        return now, span

    def _settings(self) -> tuple[int, int, int, int]:
        """Return what src/_objcap/clock.c makes of it: mode, base, tick, resolution. ValueError."""
        base = self._fixed if self._fixed is not None else self._start if self._start is not None else -1
        if base >= _LATEST:
            raise ValueError("the clock of a guest must be before the year 2096")
        return (2 if self._fixed is None else 1), base, self._tick, min(self._resolution, _LATEST - 1)

    def time(self) -> float:
        """Return the seconds since 1970."""
        return self._now()[0] / _NANO

    def time_ns(self) -> int:
        """Return the nanoseconds since 1970."""
        return self._now()[0]

    def monotonic(self) -> float:
        """Return the seconds since this clock was made."""
        return self._now()[1] / _NANO

    def monotonic_ns(self) -> int:
        """Return the nanoseconds since this clock was made."""
        return self._now()[1]


class Random(Cap):
    """Random numbers: random(), getrandbits(bits), randbytes(size), randrange(start, stop).

    seed: an int, str or bytes: the same numbers each time, those of random.Random(seed), which anybody can
        foretell who knows the seed or has seen some of them. None: from the system, for secrets too.
    """

    _exports = ("random", "getrandbits", "randbytes", "randrange")

    def __init__(self, seed: int | str | bytes | None = None) -> None:
        if type(seed) not in (int, str, bytes, type(None)):
            raise TypeError(f"seed must be an int, str, bytes or None, not {type(seed).__name__}")
        self._lock = threading.Lock()
        self._source = random.SystemRandom() if seed is None else random.Random(seed)

    def random(self) -> float:
        """Return a number from 0 on, below 1."""
        with self._lock:
            return self._source.random()

    def getrandbits(self, bits: int) -> int:
        """Return an int of so many random bits."""
        if type(bits) is not int or not 0 <= bits <= 8 * _MOST_BYTES:
            raise ValueError(f"bits must be an int up to {8 * _MOST_BYTES}")
        with self._lock:
            return self._source.getrandbits(bits)

    def randbytes(self, size: int) -> bytes:
        """Return so many random bytes."""
        if type(size) is not int or not 0 <= size <= _MOST_BYTES:
            raise ValueError(f"size must be an int up to {_MOST_BYTES}")
        with self._lock:
            return self._source.randbytes(size)

    def randrange(self, start: int, stop: int | None = None) -> int:
        """Return an int from `start` on, below `stop`; with one argument from 0 on, below it."""
        if stop is None:
            start, stop = 0, start
        for value in (start, stop):
            if type(value) is not int or abs(value).bit_length() > 8 * _MOST_BYTES:
                raise ValueError("randrange() takes ints")
        with self._lock:
            return self._source.randrange(start, stop)
