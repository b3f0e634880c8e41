"""The application's side of a zygote: it starts one, orders workers, learns how they ended.

A zygote is a locked interpreter, started afresh, that has run no guest code. For each kind of
sandbox (modules, path, preload, ...) there is one in the process; it keeps a few workers forked
ahead, each with a socket of its own and nothing else.
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from contextlib import suppress
from typing import Any, NamedTuple

from objcap import _objcap
from objcap.worker.errors import StartError

_PROGRAM = "import sys; sys.path.insert(0, sys.argv[2]); from objcap.worker._zygote import main; main()"
_ORDER = struct.Struct("=2I")  # kind, token: oc_order in src/_objcap/zygote.c
_RIGHT = struct.Struct("=i")
_NOTE = struct.Struct("=4I3Q")  # kind, token, pid, status, user, system, memory: oc_note there
_FORKED, _FAILED, _ENDED = (ord(letter) for letter in "WED")
_SHORTAGES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS, errno.ETOOMANYREFS)
# PIDFD_GET_INFO of Linux 6.13, with struct pidfd_info: 64 bytes, the process id after two of 8.
_GET_INFO = 0xC040FF0B
_INFO_SIZE, _INFO_PID = 64, 16
START_SECONDS = 60.0  # for a zygote to lock itself down, on a busy machine
FORK_SECONDS = 30.0  # for a worker to be forked
SPARES = 3  # workers forked ahead


class Key(NamedTuple):
    """What makes two sandboxes share a zygote."""

    preload: tuple[str, ...]
    path: tuple[str, ...]
    modules: tuple[str, ...]
    recursion: int | None
    kernel: str
    clock: bool = False
    hash_seed: int | None = None


class Death(NamedTuple):
    """How a worker has ended, as the kernel told the zygote."""

    status: int  # of wait(2)
    cpu: float  # seconds
    peak: int  # bytes that were resident at most, those shared with the zygote included


class Worker(NamedTuple):
    """A forked worker: the end of its channel, a pidfd, and its process id as the zygote sees it."""

    channel: int
    pidfd: int
    pid: int  # in the zygote's namespace


def kill(pidfd: int, number: int = signal.SIGKILL) -> None:
    """Send a signal to the process behind a pidfd; one that has ended is left alone."""
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(pidfd, number)


def process_of(pidfd: int) -> tuple[int, int]:
    """The process id behind a pidfd, as this process and as its own namespace see it; (0, 0) if ended."""
    own = inner = 0
    descriptor = os.open(f"/proc/self/fdinfo/{pidfd}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        text = os.read(descriptor, 4096)
    finally:
        os.close(descriptor)
    for line in text.splitlines():
        word, _, rest = line.partition(b":")
        if word == b"Pid":
            own = int(rest)
        elif word == b"NSpid":
            inner = int(rest.split()[-1])
    return max(own, 0), max(inner or own, 0)


def clock_of(pidfd: int) -> int:
    """The number of the clock of a process's CPU time, for time.clock_gettime(); 0 if it has ended.

    As clock_getcpuclockid(3) makes it.
    """
    info = bytearray(_INFO_SIZE)
    try:
        fcntl.ioctl(pidfd, _GET_INFO, info)
        own = int.from_bytes(info[_INFO_PID : _INFO_PID + 4], sys.byteorder)
    except OSError:
        own = process_of(pidfd)[0]
    return (~own << 3) | 2 if own else 0


class Zygote:
    """One zygote process. Safe to use from many threads."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.lock = threading.Lock()
        self.owner = os.getpid()
        self.tokens = 0
        self.pending: dict[int, int] = {}  # token -> our end of the channel
        self.spares: deque[Worker] = deque()
        self.running: set[int] = set()  # pids of workers that have not ended, as far as was told
        self.deaths: dict[int, Death] = {}  # pid -> how it has ended
        self.lost: set[int] = set()  # pids whose death nobody will ask for
        self.forgotten: deque[int] = deque()  # pids that are to be put there
        self.refused: OSError | None = None  # why the last order led to no worker
        self.spare = SPARES
        self.closed = False
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        # -I would not look at the seed; nothing else is in that environment
        isolation = ["-I"] if key.hash_seed is None else ["-s", "-P"]
        try:
            with theirs:
                self.process = subprocess.Popen(
                    [sys.executable, *isolation, "-c", _PROGRAM, str(theirs.fileno()), _folder()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    env={} if key.hash_seed is None else {"PYTHONHASHSEED": str(key.hash_seed)},
                    cwd="/",
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
        except BaseException:
            ours.close()
            raise
        try:
            self.hello = self._greet()
        except BaseException:
            self.close()
            raise

    def _greet(self) -> dict[str, Any]:
        """Send the options and wait for the lockdown. StartError if it fails."""
        key = self.key
        options = {
            "preload": list(key.preload),
            "path": list(key.path),
            "modules": list(key.modules),
            "recursion": key.recursion,
            "clock": key.clock,
            "kernel": key.kernel,
        }
        self.control.settimeout(START_SECONDS)
        try:
            self.control.send(_objcap.wire_encode(options))
            answer = self.control.recv(1 << 16)
        except TimeoutError:
            raise StartError(f"the zygote did not start within {START_SECONDS:g} seconds") from None
        except OSError as error:
            raise StartError(f"the zygote has ended: {error}{self._complaint()}") from None
        if not answer:
            raise StartError(f"the zygote has ended before it was ready{self._complaint()}")
        told: dict[str, Any] = _objcap.wire_decode(answer)
        if "error" in told:
            raise StartError(str(told["error"]))
        self.control.settimeout(None)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return told

    def _complaint(self) -> str:
        """What the process has said on standard error, for a message."""
        self.control.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self._kill()
        assert self.process.stderr is not None
        text = self.process.stderr.read(1 << 16).decode("utf-8", "replace").strip()
        return f": {text.splitlines()[-1]}" if text else ""

    # ------------------------------------------------------------ workers

    def take(self) -> Worker:
        """A worker that nobody has used. StartError."""
        with self.lock:
            if self.closed:
                raise StartError("the zygote has ended")
            try:
                worker = self._spare()
                if worker is not None:
                    return worker
                self._collect(0)
                self.refused = None
                self._fill(1)
                deadline = time.monotonic() + FORK_SECONDS
                while (worker := self._spare()) is None:
                    if not self.pending and (self.refused is not None or not self._order()):
                        raise StartError(f"cannot start a worker: {self.refused}") from self.refused
                    left = deadline - time.monotonic()
                    if left <= 0:
                        raise StartError(f"no worker was forked within {FORK_SECONDS:g} seconds")
                    self._collect(left)
                return worker
            except OSError as error:
                self._fail()
                raise StartError(f"cannot start a worker: {error}") from error

    def _spare(self) -> Worker | None:
        """A spare that is alive. The others are ordered later, by refill(), when nobody waits."""
        while self.spares:
            worker = self.spares.popleft()
            poll = select.poll()
            poll.register(worker.channel, 0)  # which tells of hanging up
            poll.register(self.control, 0)
            found = poll.poll(0)
            if not found:
                return worker
            if found[-1][0] == self.control.fileno():
                self.spares.appendleft(worker)
                raise OSError("the zygote has ended")
            os.close(worker.channel)  # somebody has killed it
            os.close(worker.pidfd)
            self.lost.add(worker.pid)
        return None

    def refill(self) -> None:
        """Order workers in the place of those that were taken: nobody waits for an answer now."""
        if self.lock.acquire(blocking=False):
            try:
                if not self.closed:
                    self._collect(0)
                    self._fill(0)
            except OSError:
                self._fail()
            finally:
                self.lock.release()

    def _fill(self, more: int) -> None:
        """Order as many workers as are kept ahead, and some more. The lock is held. OSError."""
        for _ in range(self.spare + more - len(self.spares) - len(self.pending)):
            if not self._order():
                break

    def want(self, spare: int) -> None:
        """Keep that many workers ahead, if it is more than now: a pool takes several at once."""
        self.spare = max(self.spare, min(spare, 32))

    def _order(self) -> bool:
        """Ask for a worker. The zygote forks it while we go on. False if this process has no
        descriptors or no memory for it, which is no fault of the zygote and its workers. OSError."""
        try:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        except OSError as error:
            self.refused = error
            return False
        self.tokens = token = (self.tokens + 1) & 0xFFFFFFFF
        self.pending[token] = ours.detach()  # before the order, for an interrupt may come between
        try:
            right = (socket.SOL_SOCKET, socket.SCM_RIGHTS, _RIGHT.pack(theirs.fileno()))
            self.control.sendmsg([_ORDER.pack(_FORKED, token)], [right])
        except OSError as error:
            os.close(self.pending.pop(token))
            if error.errno not in _SHORTAGES:
                raise
            self.refused = error
            return False
        finally:
            theirs.close()
        return True

    def _collect(self, timeout: float) -> None:
        """Take what the zygote has told; waits for the first note if `timeout` is not 0. OSError."""
        wait = timeout
        while True:
            self._forget_all()
            if wait > 0 and not select_one(self.control.fileno(), wait):
                return
            try:
                data, descriptors, _ = receive(self.control, _NOTE.size, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            wait = 0
            if len(data) != _NOTE.size:
                for descriptor in descriptors:
                    os.close(descriptor)
                raise OSError("the zygote has ended")
            self._note(data, descriptors)

    def _note(self, data: bytes, descriptors: list[int]) -> None:
        kind, token, pid, status, user, system, memory = _NOTE.unpack(data)
        if kind == _ENDED:
            self._ended(pid, Death(status, (user + system) / 1e6, memory * 1024))
            return
        channel = self.pending.pop(token, None)
        if kind == _FORKED:
            self.running.add(pid)
            try:
                if channel is None or not descriptors:  # the kernel drops what finds no room
                    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
            except OSError as error:
                self.refused = error
                self.lost.add(pid)
            else:
                self.spares.append(Worker(channel, descriptors[0], pid))
                return
        else:
            self.refused = OSError(status, os.strerror(status))
        for descriptor in descriptors if channel is None else [channel, *descriptors]:
            os.close(descriptor)

    def _ended(self, pid: int, death: Death) -> None:
        self.running.discard(pid)
        for spare in self.spares:
            if spare.pid == pid:  # somebody has killed it before it was used
                self.spares.remove(spare)
                os.close(spare.channel)
                os.close(spare.pidfd)
                return
        if pid in self.lost:
            self.lost.discard(pid)
        else:
            self.deaths[pid] = death

    def owns(self, process: int) -> bool:
        """Is that one of our workers? They are in the zygote's group, which they cannot leave."""
        return os.getpgid(process) == self.process.pid

    def born(self, pid: int) -> None:
        """A worker has had a twin."""
        with self.lock:
            if pid not in self.deaths:
                self.running.add(pid)

    def death(self, worker: Worker, timeout: float) -> Death | None:
        """How a worker has ended; None when that is not known within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            with self.lock:
                if worker.pid in self.deaths:
                    return self.deaths.pop(worker.pid)
                if self.closed:
                    return None
                left = deadline - time.monotonic()
                try:
                    self._collect(min(max(left, 0), 0.02))
                except OSError:
                    self._fail()
                    return None
                if worker.pid in self.deaths:
                    return self.deaths.pop(worker.pid)
            if left <= 0:
                return None

    def forget(self, worker: Worker) -> None:
        """Nobody will ask how it has ended. Takes no lock: the garbage collector calls this, in a
        thread that may hold it."""
        self.forgotten.append(worker.pid)

    def _forget_all(self) -> None:
        while self.forgotten:
            pid = self.forgotten.popleft()
            if self.deaths.pop(pid, None) is None and pid in self.running:
                self.lost.add(pid)

    # ------------------------------------------------------------ the end

    def _fail(self) -> None:
        """The zygote is gone, and its workers with it: close what we hold. The lock is held."""
        if self.closed:
            return
        self.closed = True
        _zygotes_drop(self)
        self.control.close()
        for channel in self.pending.values():
            os.close(channel)
        for spare in self.spares:
            os.close(spare.channel)
            os.close(spare.pidfd)
        self.pending.clear()
        self.spares.clear()
        if self.owner == os.getpid():
            self._kill()
            self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()

    def _kill(self) -> None:
        """Kill the process, which may be the launcher of the zygote only, and its group: it began a
        session, and nobody in there can leave it."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the zygote and every worker of it."""
        with self.lock:
            self._fail()

    def abandon(self) -> None:
        """In a fork of the application: let go of the descriptors, and of nothing else."""
        self.closed = True
        self.control.close()
        for channel in self.pending.values():
            os.close(channel)
        for spare in self.spares:
            os.close(spare.channel)
            os.close(spare.pidfd)
        self.pending.clear()
        self.spares.clear()
        self.process.returncode = 0  # it is no child of this process
        if self.process.stderr is not None:
            self.process.stderr.close()


def receive(line: socket.socket, size: int, flags: int = 0) -> tuple[bytes, list[int], int]:
    """Bytes, descriptors and flags of one message. socket.recv_fds() passes no flags on."""
    data, ancillary, told, _ = line.recvmsg(size, socket.CMSG_LEN(4), flags | socket.MSG_CMSG_CLOEXEC)
    descriptors = []
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors += [
                number for (number,) in struct.iter_unpack("=i", content[: len(content) // 4 * 4])
            ]
    return data, descriptors, told


def select_one(descriptor: int, seconds: float) -> bool:
    """Wait until a descriptor can be read. False when the time is over."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _folder() -> str:
    """The folder that holds the package objcap."""
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


# ---------------------------------------------------------------- those of this process

_lock = threading.Lock()
_zygotes: dict[Key, Zygote] = {}
holders: weakref.WeakSet[Any] = weakref.WeakSet()  # sandboxes, which have descriptors too


def zygote(key: Key) -> Zygote:
    """The zygote for that kind of sandbox, started if need be. StartError."""
    found = _zygotes.get(key)
    if found is not None and not found.closed:
        return found
    with _lock:
        found = _zygotes.get(key)
        if found is None or found.closed:
            try:
                found = Zygote(key)
            except OSError as error:
                raise StartError(f"cannot start a zygote: {error}") from error
            _zygotes[key] = found
        return found


def take(key: Key) -> tuple[Zygote, Worker]:
    """A worker of that kind, and its zygote. One that was killed since is replaced. StartError."""
    home = zygote(key)
    try:
        return home, home.take()
    except StartError:
        if not home.closed:
            raise
    home = zygote(key)
    return home, home.take()


def _zygotes_drop(gone: Zygote) -> None:
    if _zygotes.get(gone.key) is gone:
        del _zygotes[gone.key]


def shutdown() -> None:
    """End every zygote and worker of this process. The next sandbox starts a new one."""
    for found in list(_zygotes.values()):
        found.close()


def _after_fork() -> None:
    """The fork of an application has no sandboxes: they are its parent's."""
    global _lock
    _lock = threading.Lock()
    for holder in list(holders):
        holder._abandon()
    holders.clear()
    for found in list(_zygotes.values()):
        found.abandon()
    _zygotes.clear()


os.register_at_fork(after_in_child=_after_fork)
atexit.register(shutdown)
