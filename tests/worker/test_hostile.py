"""A worker that speaks as it likes: the application raises, and never hangs, crashes or swells."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import objcap
from objcap import _objcap
from objcap.worker import errors
from objcap.worker.limits import Options
from objcap.worker.session import EVALUATE, Session
from objcap.worker.zygote import Death, Worker


class Home:
    """In the place of a zygote: its workers are sockets that the test plays."""

    def __init__(self) -> None:
        self.hello: dict[str, Any] = {}

    def death(self, worker: Worker, timeout: float) -> Death:
        return Death(9, 0.0, 0)

    def forget(self, worker: Worker) -> None:
        pass

    def refill(self) -> None:
        pass

    def owns(self, process: int) -> bool:
        return process != os.getpid()

    def born(self, pid: int) -> None:
        pass


class Fake:
    """A session, and the end of it that a hostile worker holds."""

    def __init__(self, wall: float | None = 60.0, **options: Any) -> None:
        ours, self.line = socket.socketpair()
        settings: dict[str, Any] = {
            "memory": "64 MiB",
            "cpu": None,
            "wall": wall,
            "output": 1000,
            "message": 1 << 20,
            "grant_calls": 50,
            "recursion": None,
            "snapshots": True,
            "on_output": None,
        }
        settings.update(options)
        # a process that is none: the pidfd of one that has ended
        child = os.fork()
        if child == 0:
            os._exit(0)
        pidfd = os.pidfd_open(child)
        os.waitpid(child, 0)
        worker = Worker(ours.detach(), pidfd, 1)
        self.session = Session(Home(), worker, Options.of(**settings))  # type: ignore[arg-type]
        self.wall = wall

    def send(self, *messages: bytes) -> None:
        """From a thread of its own: the other end may not read it all."""

        def send() -> None:
            with contextlib.suppress(OSError):
                self.line.sendall(b"".join(messages))

        threading.Thread(target=send, daemon=True).start()

    def command(self) -> Any:
        return self.session.command(EVALUATE, ("1",), self.wall)


@pytest.fixture
def make() -> Iterator[Callable[..., Fake]]:
    made: list[Fake] = []

    def make(**options: Any) -> Fake:
        made.append(Fake(**options))
        return made[-1]

    yield make
    for fake in made:
        fake.session.close()
        fake.line.close()


def message(
    kind: str | int, sequence: int = 1, target: int = 0, body: bytes = b"", size: int | None = None
) -> bytes:
    code = ord(kind) if isinstance(kind, str) else kind
    return struct.pack("<4I", code, sequence, target, len(body) if size is None else size) + body


def value(of: Any) -> bytes:
    return _objcap.wire_encode(of)


GREETING = message("C", 1, 1, value(((),)))
DEEP = b"l\1\0\0\0" * 5000 + b"N"
HOSTILE = {
    "unknown kind": message("X"),
    "kind zero": message(0),
    "kind of the application": message("B", body=value(((),))),
    "kind beyond a byte": message(1 << 30 | ord("R"), body=value(1)),
    "limits": message("L", body=value((0, 0, 0))),
    "wrong sequence": message("R", 77, body=value(1)),
    "sequence zero": message("R", 0, body=value(1)),
    "error with a wrong sequence": message("E", 9, body=value(("A", "b", 0))),
    "error that is none": message("E", body=value(5)),
    "error of other types": message("E", body=value((1, 2, 3))),
    "twin that nobody asked for": message("F"),
    "drop of what it never had": message("D", 0, 99),
    "call of what it never had": GREETING + message("C", 2, 99, value(((),))),
    "orders twice": GREETING + GREETING,
    "call with rubbish": GREETING + message("C", 2, 1, b"rubbish"),
    "call without arguments": GREETING + message("C", 2, 1, value(5)),
    "keywords that are no str": GREETING + message("C", 2, 1, value(((), {1: 2}))),
    "value with rubbish": message("R", body=b"\xff\xff"),
    "empty value": message("R"),
    "value with a tail": message("R", body=value(1) + b"N"),
    "announced length": message("R", body=b"s\xff\xff\xff\x7f" + b"x" * 10),
    "announced count": message("R", body=b"l\xff\xff\xff\x7f"),
    "deep nesting": message("R", body=DEEP),
    "capability it never had": message("R", body=b"C\x09\0\0\0"),
    "keys that are equal": message("R", body=b"d\2\0\0\0NNNN"),
    "no such stream": message("O", 0, 3, b"x"),
    "stream zero": message("O", 0, 0, b"x"),
    "too much output": message("O", 0, 1, b"x" * 500) * 3,
    "output of nothing": message("O", 0, 1) * 2000,
    "noise": random.Random(1).randbytes(5000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_rubbish(make: Callable[..., Fake], name: str) -> None:
    fake = make()
    fake.send(HOSTILE[name])
    with pytest.raises((objcap.WorkerCrashed, objcap.LimitExceeded)) as caught:
        fake.command()
    assert not isinstance(caught.value, objcap.WallLimit)
    with pytest.raises(objcap.SandboxClosed):
        fake.command()


@pytest.mark.parametrize("end", range(0, 40, 3))
def test_partial_frames_then_the_end(make: Callable[..., Fake], end: int) -> None:
    fake = make()
    fake.line.sendall(message("R", body=value("x" * 100))[:end])
    fake.line.shutdown(socket.SHUT_WR)
    with pytest.raises(objcap.WorkerCrashed, match="SIGKILL"):
        fake.command()


def test_partial_frames_then_nothing(make: Callable[..., Fake]) -> None:
    fake = make(wall=0.2)
    fake.line.sendall(message("R", body=value("x" * 100))[:30])
    with pytest.raises(objcap.WallLimit):
        fake.command()
    assert fake.session.ended is not None


def test_what_is_announced_is_not_allocated(make: Callable[..., Fake]) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for size in (1 << 20, (1 << 20) + 1, 0xFFFFFFFF):
        fake = make(message=1 << 20 if size != 1 << 20 else "1 GiB", wall=0.2)
        fake.send(message("R", body=b"x" * 10, size=size if size != 1 << 20 else 1 << 29))
        with pytest.raises((objcap.MessageLimit, objcap.WallLimit)):
            fake.command()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_small_message_does_not_become_much(make: Callable[..., Fake]) -> None:
    fake = make(message=8192)
    fake.send(message("R", body=value([None] * 8000)))
    assert fake.command() == [None] * 8000
    fake.send(message("R", 2, body=value([""] * 1600)))
    assert fake.command() == [""] * 1600
    fake.send(message("R", 3, body=value([{}] * 1600)))  # 8 KB, and 350 KB decoded
    with pytest.raises(objcap.MessageLimit, match="does not fit"):
        fake.command()


@pytest.mark.parametrize(
    "flood",
    [message("O", 0, 1), message("O", 0, 1, b"x")],
    ids=["of nothing", "of output"],
)
def test_a_flood_never_outlasts_the_wall(make: Callable[..., Fake], flood: bytes) -> None:
    fake = make(wall=0.5, output=1 << 40)
    fake.send(GREETING)
    stop = threading.Event()

    def send() -> None:
        try:
            while not stop.is_set():
                fake.line.sendall(flood * 1000)
        except OSError:
            pass

    thread = threading.Thread(target=send)
    thread.start()
    with pytest.raises(objcap.WallLimit):
        fake.command()
    fake.session.close()
    stop.set()
    fake.line.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_a_worker_that_does_not_read(make: Callable[..., Fake]) -> None:
    fake = make(wall=0.3, message=1 << 24)
    with pytest.raises(objcap.WallLimit):
        fake.session.command(EVALUATE, ("x" * 10_000_000,), fake.wall)
    assert fake.session.ended is not None


def test_both_sides_send_and_nobody_reads(make: Callable[..., Fake]) -> None:
    fake = make(wall=0.5, output=1 << 30)
    fake.send(message("O", 0, 1, b"x" * 1000) * 5000)
    with pytest.raises(objcap.WallLimit):
        fake.session.command(EVALUATE, ("x" * 1_000_000,), fake.wall)


def test_too_many_calls(make: Callable[..., Fake]) -> None:
    fake = make()
    capability = objcap.capability(lambda: None, "f")
    fake.send(GREETING, message("C", 2, 2, value(((),))) * 100)
    with pytest.raises(objcap.CallLimit):
        fake.session.command(EVALUATE, (capability,), fake.wall)


def test_errors_in_a_guests_words(make: Callable[..., Fake]) -> None:
    for name in ("SystemExit", "KeyboardInterrupt", "os.system", "", "WorkerCrashed", "\udc80"):
        fake = make()
        fake.send(message("E", body=value((name, "text", 2))))
        with pytest.raises(errors.GuestError) as caught:
            fake.command()
        assert type(caught.value) is errors.GuestError and caught.value.type == name


def test_random_messages(make: Callable[..., Fake]) -> None:
    chance = random.Random(5)
    bodies = [value(x) for x in (1, ((),), ("A", "b", 1), ("value", 1, 2), [[]], {1: 2})]
    for _ in range(60):
        fake = make(wall=2.0)
        messages = [
            bytearray(
                message(
                    chance.choice("CREDOF"), chance.randrange(3), chance.randrange(4), chance.choice(bodies)
                )
            )
            for _ in range(8)
        ]
        for each in messages:
            if chance.random() < 0.4:
                each[chance.randrange(len(each))] = chance.randrange(256)
        fake.send(*map(bytes, messages))
        threading.Timer(0, lambda line=fake.line: None)
        try:
            fake.line.settimeout(5)
            closer = threading.Timer(0.02, fake.line.shutdown, (socket.SHUT_WR,))
            closer.start()
            fake.command()
        except (errors.SandboxError, TypeError):
            pass
        closer.join()
        fake.session.close()
        fake.line.close()


# ---------------------------------------------------------------- twins


def twin_of(fake: Fake, byte: bytes, descriptors: list[int]) -> None:
    """Play the worker whose application forks it."""

    def play() -> None:
        fake.line.sendall(message("F", 0, 0))
        while True:  # the command, then one byte with the twin's channel
            data, received, _, _ = socket.recv_fds(fake.line, 4096, 4)
            if received or not data:
                break
        for number in received:
            os.close(number)
        try:
            if byte:
                socket.send_fds(fake.line, [byte], descriptors)
            fake.line.sendall(message("R", 1, body=value(False)))
        except OSError:
            pass

    threading.Thread(target=play, daemon=True).start()


@pytest.mark.parametrize("case", ["none", "no pidfd", "several", "other byte", "error", "own pidfd"])
def test_twins_of_a_hostile_worker(make: Callable[..., Fake], case: str) -> None:
    fake = make()
    null = os.open("/dev/null", os.O_RDONLY)
    pidfd = os.pidfd_open(os.getpid())
    given: dict[str, tuple[bytes, list[int]]] = {
        "none": (b"W", []),
        "no pidfd": (b"W", [null]),
        "several": (b"W", [null, null, null]),
        "other byte": (b"X", [null]),
        "error": (b"E", [null]),
        "own pidfd": (b"W", [pidfd]),
    }
    before = len(os.listdir("/proc/self/fd"))
    twin_of(fake, *given[case])
    with pytest.raises(objcap.WorkerCrashed):
        fake.session.twin()
    os.close(null)
    os.close(pidfd)
    assert fake.session.ended is not None
    assert len(os.listdir("/proc/self/fd")) <= before - 3  # null, pidfd, the channel


def test_a_twin_that_never_comes(make: Callable[..., Fake], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("objcap.worker.session.START", 0.3)
    fake = make()
    with pytest.raises(objcap.WallLimit):
        fake.session.twin()
    fake = make()
    fake.send(message("F"))
    with pytest.raises(objcap.WallLimit):
        fake.session.twin()
    fake = make()
    fake.send(message("O", 0, 1, b"x") * 10, message("R", 1, body=value(True)))
    with pytest.raises(objcap.WorkerCrashed):
        fake.session.twin()
