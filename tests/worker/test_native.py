"""Code that runs natively in a worker, as after a memory-safety bug: the kernel wall holds, or it dies.

The attacker (tests/native.py) is an extension that the tests permit by name, and that the zygote
loads before the wall goes up. It aims at nothing but files in tmp_path and at processes of the test.
"""

from __future__ import annotations

import ast
import errno
import os
import platform
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import native
import pytest

import objcap
from objcap import Sandbox
from objcap.kernel import calls
from objcap.worker import zygote

NUMBERS = calls.NUMBERS[os.uname().machine]
REFUSALS = {errno.EPERM, errno.EACCES, errno.ENOSYS}
CRASHERS = sorted((Path(__file__).resolve().parents[1] / "crashers").glob("*.py"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the attacker is. Nobody but a test can have it found: `path` is for pure Python, and a
    zygote searches for extensions where Python is installed."""
    folder = tmp_path_factory.mktemp("attacker")
    native.build(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zygote, "_PROGRAM", f"import sys; sys.path.append({str(folder)!r}); {zygote._PROGRAM}")
        yield folder


def attacker(folder: Path, **options: Any) -> Sandbox:
    """A sandbox with native code in it."""
    names = [native.NAME, "_cffi_backend"]
    box = Sandbox(modules=names, preload=[native.NAME], wall=60, **options)
    box.exec(
        f"import {native.NAME} as attacker\nlib, ffi = attacker.lib, attacker.ffi\nkept = []\n"
        "def address(data):\n    kept.append(ffi.new('char[]', data))\n    return lib.address(kept[-1])\n"
        "def call(number, *args):\n"
        "    args = [address(a) if isinstance(a, bytes) else a for a in args]\n"
        "    return lib.raw(number, *args, *[0] * (6 - len(args)))"
    )
    return box


def available(folder: Path) -> str:
    try:
        with attacker(folder) as box:
            return "" if box.walls["seccomp"] == "on" else "no seccomp here"
    except objcap.SandboxError as error:
        return str(error)


ATTACKS: dict[str, tuple[Any, ...]] = {
    "open": ("openat", -100, b"@victim", 0),
    "open_to_write": ("openat", -100, b"@victim", 0o2),
    "make_a_file": ("openat", -100, b"@new", 0o101, 0o600),
    "openat2": ("openat2", -100, b"@victim", bytes(24), 24),
    "unlink": ("unlinkat", -100, b"@victim", 0),
    "socket": ("socket", 2, 1, 0),
    "unix_socket": ("socket", 1, 1, 0),
    "connect": ("connect", 3, bytes(16), 16),
    "send_to_an_address": ("sendto", 3, b"x", 1, 0, bytes(16), 16),
    "execve": ("execve", b"/bin/true", 0, 0),
    "execveat": ("execveat", -100, b"/bin/true", 0, 0, 0),
    "ptrace": ("ptrace", 16, 1, 0, 0),
    "kill_the_zygote": ("kill", 1, 9),
    "kill_everybody": ("kill", -1, 0),
    "process_vm_writev": ("process_vm_writev", 1, bytes(16), 1, bytes(16), 1, 0),
    "mmap_code": ("mmap", 0, 4096, 7, 0x22, 0xFFFFFFFF, 0),
    "mprotect_code": ("mprotect", 0, 4096, 5),
    "pkey_mprotect": ("pkey_mprotect", 0, 4096, 5, -1),
    "memfd_create": ("memfd_create", b"x", 0),
    "io_uring_setup": ("io_uring_setup", 1, bytes(256)),
    "bpf": ("bpf", 5, bytes(64), 64),
    "userfaultfd": ("userfaultfd", 1),
    "perf_event_open": ("perf_event_open", bytes(128), 0, -1, -1, 0),
    "mount": ("mount", b"none", b"@mnt", b"tmpfs", 0, 0),
    "chroot": ("chroot", b"@mnt"),
    "unshare": ("unshare", 0x10000000),
    "keyctl": ("keyctl", 0, -3, 1),
    "clone3": ("clone3", bytes(88), 88),
    "clone_thread": ("clone", 0x50F00),
    "clone_new_user": ("clone", 0x10000011),
    "setsid": ("setsid",),
    "setpgid": ("setpgid", 0, 0),
    "setrlimit": ("prlimit64", 0, 7, bytes(16), 0),
    "pidfd_open": ("pidfd_open", 1, 0),
    "prctl_dumpable": ("prctl", 4, 1, 0, 0, 0),
    "seccomp": ("seccomp", 1, 0, bytes(16)),
    "dup": ("dup", 3),
    "pipe": ("pipe2", bytes(8), 0),
    "uname": ("uname", bytes(512)),
    "getcwd": ("getcwd", bytes(512), 512),
}


@pytest.fixture(scope="module")
def ready(folder: Path) -> Path:
    reason = available(folder)
    if reason:
        pytest.skip(reason)
    return folder


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("snapshots", [False, True])
def test_native_code_is_refused_or_dies(ready: Path, tmp_path: Path, name: str, snapshots: bool) -> None:
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    kind, *arguments = ATTACKS[name]
    for at, argument in enumerate(arguments):
        if isinstance(argument, bytes) and argument.startswith(b"@"):
            arguments[at] = os.fsencode(tmp_path / argument[1:].decode())
    with attacker(ready, snapshots=snapshots) as box, attacker(ready) as other:
        try:
            result = box.call("call", NUMBERS[kind], *arguments)
        except objcap.WorkerCrashed as error:
            assert error.signal == signal.SIGSYS
        else:
            assert -result in REFUSALS, os.strerror(-result)
            assert box.eval("1") == 1
        assert other.eval("1") == 1
    assert victim.read_text() == "untouched" and os.listdir(tmp_path) == ["victim"]


def test_fork_only_where_snapshots_are(ready: Path) -> None:
    with attacker(ready, snapshots=False) as box:
        assert -box.call("call", NUMBERS["clone"], 17) in REFUSALS


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x86 only")
@pytest.mark.parametrize("source", ["lib.entry32(20)", f"call({0x40000000 | 39})"])
def test_other_ways_into_the_kernel(ready: Path, source: str) -> None:
    with attacker(ready) as box:
        try:
            assert -box.eval(source) in REFUSALS
        except objcap.WorkerCrashed as error:
            assert error.signal in (signal.SIGSYS, signal.SIGSEGV)


def test_lies_on_the_channel(ready: Path) -> None:
    for data in (b"\xff" * 64, b"R\0\0\0" + bytes(12), bytes(16), b"F\0\0\0" + bytes(12)):
        with attacker(ready) as box, pytest.raises(objcap.WorkerCrashed):
            box.exec("call(n, 3, data, len(data))", {"n": NUMBERS["write"], "data": data})
            box.exec("1")
    with attacker(ready) as box, pytest.raises(objcap.WorkerCrashed):
        box.exec("call(n, 3)", {"n": NUMBERS["close"]})


# What native code does with the descriptor of a granted file, which is the lowest one that is free.
WITH_A_FILE: dict[str, tuple[Any, ...]] = {
    "open_its_folder": ("openat", "fd", b"..", 0),
    "open_beside_it": ("openat", "fd", b"beside", 0),
    "open_it_again": ("openat", -100, b"/proc/self/fd/4", 2),
    "link_it": ("linkat", "fd", b"", -100, b"@new", 0x1000),
    "map_it_as_code": ("mmap", 0, 4096, 5, 2, "fd", 0),
    "map_it_shared_as_code": ("mmap", 0, 4096, 7, 1, "fd", 0),
    "change_its_flags": ("fcntl", "fd", 4, 0),
    "lock_it": ("flock", "fd", 8),
    "chmod_it": ("fchmod", "fd", 0o777),
    "name_it": ("readlinkat", -100, b"/proc/self/fd/4", bytes(512), 512),
    "its_handle": ("name_to_handle_at", "fd", b"", bytes(512), bytes(8), 0x1000),
    "execute_it": ("execveat", "fd", b"", 0, 0, 0x1000),
    "copy_it": ("copy_file_range", "fd", 0, "fd", 0, 1, 0),
    "control_it": ("ioctl", "fd", 0x40086602, bytes(8)),
}


@pytest.mark.parametrize("name", WITH_A_FILE)
def test_native_code_with_a_granted_file(ready: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "x").write_text("inside")
    (tmp_path / "home" / "beside").write_text("untouched")
    directory = objcap.caps.Directory(tmp_path / "home", write=True, create=True)
    kind, *arguments = WITH_A_FILE[name]
    for mode in ("r", "r+"):
        with attacker(ready, grant={"d": directory}) as box:
            box.exec(f"f = d.open('x', {mode!r})")
            passed = [4 if argument == "fd" else argument for argument in arguments]
            for at, argument in enumerate(passed):
                if isinstance(argument, bytes) and argument.startswith(b"@"):
                    passed[at] = os.fsencode(tmp_path / argument[1:].decode())
            try:
                result = box.call("call", NUMBERS[kind], *passed)
            except objcap.WorkerCrashed as error:
                assert error.signal == signal.SIGSYS
            else:
                assert -result in REFUSALS, (result, os.strerror(abs(result)))
    assert sorted(os.listdir(tmp_path)) == ["home"]


def test_native_code_writes_past_the_quota_and_is_refused(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("before")
    directory = objcap.caps.Directory(tmp_path, write=True, create=True, quota_bytes=1000)
    with attacker(ready, grant={"d": directory}, file_size=50_000) as box:
        box.exec("f = d.open('x', 'w'); f.write('mine')")
        assert box.call("call", NUMBERS["pwrite64"], 4, bytes(5000), 5000, 0) == 5000
        assert box.call("call", NUMBERS["pwrite64"], 4, bytes(10), 10, 50_000) == -errno.EFBIG
        assert box.call("call", NUMBERS["ftruncate"], 4, 60_000) == -errno.EFBIG
        with pytest.raises(objcap.GuestError, match="quota"):
            box.exec("f.close()")
        assert (tmp_path / "x").read_text() == "before" and os.listdir(tmp_path) == ["x"]
        box.exec("r = d.open('x')")
        assert box.call("call", NUMBERS["pwrite64"], 4, b"xxx", 3, 0) == -errno.EBADF
        assert box.call("call", NUMBERS["ftruncate"], 4, 0) in (-errno.EBADF, -errno.EINVAL)
    assert (tmp_path / "x").read_text() == "before"


def test_descriptors_that_a_guest_sends_are_closed(ready: Path, tmp_path: Path) -> None:
    """SCM_RIGHTS from a worker: the application takes none."""
    (tmp_path / "x").write_text("x")
    source = (
        "import struct\n"
        "def send(fd, data):\n"
        "    part = struct.pack('QQ', address(data), len(data))\n"
        "    control = struct.pack('QiiiI', 20, 1, 1, fd, 0)\n"
        "    header = struct.pack('QIIQQQQi4x', 0, 0, 0, address(part), 1, address(control), 24, 0)\n"
        "    return call(number, 3, address(header), 0)\n"
    )
    with attacker(ready, grant={"d": objcap.caps.Directory(tmp_path)}) as box:
        box.exec(source, {"number": NUMBERS["sendmsg"]})
        box.exec("f = d.open('x')")
        before = len(os.listdir("/proc/self/fd"))
        for _ in range(5):
            output = b"O\0\0\0" + bytes(4) + b"\x01\0\0\0" + b"\x01\0\0\0" + b"!"
            assert box.call("send", 4, output) == len(output)
        assert box.eval("1") == 1 and box.stdout == "!!!!!"
        assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("script", CRASHERS, ids=lambda script: script.stem)
def test_crashers_take_the_worker_at_most(script: Path) -> None:
    header = ast.get_docstring(ast.parse(script.read_text())) or ""
    versions = re.search(r"^Crashes: (.*)$", header, re.M)
    assert versions is not None
    here = "{}.{}".format(*sys.version_info)
    with Sandbox(wall=60) as box:
        try:
            box.run(script.read_text())
            died = False
        except objcap.WorkerCrashed as error:
            died = True
            assert error.signal in (
                signal.SIGSEGV,
                signal.SIGABRT,
                signal.SIGBUS,
                signal.SIGILL,
                signal.SIGFPE,
            )
        except objcap.SandboxError:
            died = not box.alive
        if here not in versions[1].split():
            assert not died
        assert objcap.run("1").value == 1
