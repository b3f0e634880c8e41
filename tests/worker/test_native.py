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
