"""Attacks of native code on the kernel wall, each in a process of its own.

    python native_attacks.py FOLDER PROFILE [NAMES...]

Prints a line for each: its name, then "errno NUMBER", "killed SIGNAL" or "done RESULT".
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import native

from objcap import _objcap, kernel
from objcap.kernel import calls

NUMBERS = calls.NUMBERS[os.uname().machine]
HERE = -100  # AT_FDCWD
attacker = native.load(sys.argv[1])
lib, ffi = attacker.lib, attacker.ffi

parent = os.getpid()
victim = ffi.new("char[]", b"untouched")
target = os.path.join(sys.argv[1], "victim")
kept: list[object] = []


def text(value: str) -> int:
    kept.append(ffi.new("char[]", value.encode()))
    return int(lib.address(kept[-1]))


def memory(size: int = 4096) -> int:
    kept.append(ffi.new("char[]", size))
    return int(lib.address(kept[-1]))


def numbers(*values: int) -> int:
    kept.append(ffi.new("long[]", list(values)))
    return int(lib.address(kept[-1]))


def call(name: str, *arguments: int) -> int:
    return int(lib.raw(NUMBERS[name], *arguments, *[0] * (6 - len(arguments))))


def page() -> int:
    """A page of data, mapped as anybody may."""
    return call("mmap", 0, 4096, 3, 0x22, -1 & 0xFFFFFFFF, 0)


def on_file(flags: int, protection: int, descriptor: int) -> int:
    return call("mmap", 0, 4096, protection, flags, descriptor, 0)


def clone(flags: int) -> int:
    result = call("clone", flags)
    if result == 0:
        os._exit(0)
    return result


library = os.open(_objcap.__file__, os.O_RDONLY)
pipe = os.pipe()
ATTACKS: dict[str, Callable[[], int]] = {
    # files
    "open_secret": lambda: call("openat", HERE, text("/etc/passwd"), 0),
    "open_new_file": lambda: call("openat", HERE, text(target + ".new"), 0o101, 0o600),
    "open_victim_to_write": lambda: call("openat", HERE, text(target), 1),
    "open_victim_to_truncate": lambda: call("openat", HERE, text(target), 0o1000),
    "open_standard_library_to_write": lambda: call("openat", HERE, text(os.__file__), 2),
    "open_own_memory": lambda: call("openat", HERE, text("/proc/self/mem"), 2),
    "open_own_memory_to_read": lambda: call("openat", HERE, text("/proc/self/mem"), 0),
    "open_memory_of_parent": lambda: call("openat", HERE, text(f"/proc/{parent}/mem"), 2),
    "open_switches_of_the_kernel": lambda: call("openat", HERE, text("/proc/sys/kernel/core_pattern"), 1),
    "open_a_temporary_file": lambda: call("openat", HERE, text("/tmp"), 0o20200002, 0o600),
    "openat2_secret": lambda: call("openat2", HERE, text("/etc/passwd"), numbers(0, 0, 0), 24),
    "openat2_victim_to_write": lambda: call("openat2", HERE, text(target), numbers(2, 0, 0), 24),
    "unlink_victim": lambda: call("unlinkat", HERE, text(target), 0),
    "rename_victim": lambda: call("renameat2", HERE, text(target), HERE, text(target + ".moved"), 0),
    "change_mode_of_victim": lambda: call("fchmodat", HERE, text(target), 0o777),
    "change_owner_of_victim": lambda: call("fchownat", HERE, text(target), 1, 1, 0),
    "truncate_victim": lambda: call("truncate", text(target), 0),
    "link_to_victim": lambda: call("symlinkat", text(target), HERE, text(target + ".link")),
    "make_folder": lambda: call("mkdirat", HERE, text(target + ".folder"), 0o700),
    "list_folder": lambda: call("getdents64", library, memory(), 4096),
    "change_root": lambda: call("chroot", text("/tmp")),
    "mount": lambda: call("mount", text("none"), text("/mnt"), text("tmpfs"), 0, 0),
    "open_by_handle": lambda: call("open_by_handle_at", 3, memory(), 0),
    "memfd_create": lambda: call("memfd_create", text("code"), 0),
    # the network and other processes
    "socket": lambda: call("socket", 2, 1, 0),
    "unix_socket": lambda: call("socket", 1, 1, 0),
    "socketpair": lambda: call("socketpair", 1, 1, 0, memory()),
    "connect": lambda: call("connect", pipe[0], memory(), 16),
    "send_to_an_address": lambda: call("sendto", pipe[1], memory(), 1, 0, memory(), 16),
    "execve": lambda: call("execve", text("/bin/true"), 0, 0),
    "execveat": lambda: call("execveat", HERE, text("/bin/true"), 0, 0, 0),
    "ptrace_parent": lambda: call("ptrace", 16, parent, 0, 0),
    "write_memory_of_parent": lambda: call(
        "process_vm_writev", parent, numbers(text("OVERWRITE"), 9), 1, numbers(lib.address(victim), 9), 1, 0
    ),
    "take_descriptor_of_parent": lambda: call("pidfd_getfd", 3, 0, 0),
    "kill_parent": lambda: call("kill", parent, 9),
    "kill_group": lambda: call("kill", 0, 19),
    "kill_everybody": lambda: call("kill", -1, 0),
    "kill_thread_of_parent": lambda: call("tgkill", parent, parent, 9),
    "queue_signal": lambda: call("rt_sigqueueinfo", parent, 9, memory()),
    "limit_parent": lambda: call("prlimit64", parent, 1, numbers(0, 0), 0),
    "shared_memory": lambda: call("shmget", 0, 4096, 0o1600),
    # processes and namespaces
    "clone_thread": lambda: clone(0x50F00),
    "clone_with_user_namespace": lambda: clone(0x10000011),
    "clone_with_shared_memory": lambda: clone(0x111),
    "clone_as_fork": lambda: clone(17),
    "clone3": lambda: call("clone3", memory(), 88),
    "unshare": lambda: call("unshare", 0x10000000),
    "setns": lambda: call("setns", 3, 0),
    # the kernel
    "io_uring_setup": lambda: call("io_uring_setup", 1, memory()),
    "bpf": lambda: call("bpf", 5, memory(), 64),
    "userfaultfd": lambda: call("userfaultfd", 1),
    "perf_event_open": lambda: call("perf_event_open", memory(), 0, -1, -1, 0),
    "keyctl": lambda: call("keyctl", 0, -3, 1),
    "add_key": lambda: call("add_key", text("user"), text("name"), text("x"), 1, -3),
    "load_module": lambda: call("finit_module", library, text(""), 0),
    "set_clock": lambda: call("clock_settime", 0, numbers(0, 0)),
    "setuid": lambda: call("setuid", 0),
    "type_for_the_user": lambda: call("ioctl", 0, 0x5412, text("x")),
    "change_shared_description": lambda: call("fcntl", 1, 4, 0o4000),
    "signals_from_a_descriptor": lambda: call("fcntl", 1, 8, parent),
    "prctl_dumpable": lambda: call("prctl", 4, 1, 0, 0, 0),
    "personality_of_32_bit": lambda: call("personality", 0x0400000),
    # memory that runs
    "mmap_code": lambda: call("mmap", 0, 4096, 7, 0x22, -1 & 0xFFFFFFFF, 0),
    "mmap_code_without_write": lambda: call("mmap", 0, 4096, 5, 0x22, -1 & 0xFFFFFFFF, 0),
    "mmap_code_with_a_descriptor": lambda: call("mmap", 0, 4096, 5, 0x22, library, 0),
    "mprotect_code": lambda: call("mprotect", page(), 4096, 5),
    "mprotect_code_only": lambda: call("mprotect", page(), 4096, 4),
    "mprotect_code_high_bits": lambda: call("mprotect", page(), 4096, 1 << 32 | 4),
    "pkey_mprotect_code": lambda: call("pkey_mprotect", page(), 4096, 5, -1),
    "file_as_writable_code": lambda: on_file(2, 7, library),
    "file_as_shared_code": lambda: on_file(1, 5, library),
    "standard_input_as_code": lambda: on_file(2, 5, 0),
    "file_as_code": lambda: on_file(2, 5, library),
    "remap_file_pages": lambda: call("remap_file_pages", page(), 4096, 4, 0, 0),
}
if os.uname().machine == "x86_64":
    ATTACKS["x32"] = lambda: int(lib.raw(0x40000000 | NUMBERS["getpid"], 0, 0, 0, 0, 0, 0))
    ATTACKS["entry32"] = lambda: int(lib.entry32(20))
    ATTACKS["fork"] = lambda: call("fork") or os._exit(0)
    ATTACKS["open_old"] = lambda: call("open", text("/etc/passwd"), 0)


def attempt(wall: kernel.Wall | None, attack: Callable[[], int]) -> str:
    """What becomes of one attack in a child behind the wall."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if wall is not None:
            _objcap.wall_apply(wall.data())
        result = attack()
        os.write(writing, f"errno {-result}".encode() if -4096 < result < 0 else b"done")
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 100).decode()
    os.close(reading)
    _, status = os.waitpid(child, 0)
    return said if said else f"killed {signal.Signals(os.WTERMSIG(status)).name}"


def main() -> None:
    profile, *only = sys.argv[2:]
    if only == ["?"]:
        print(*ATTACKS)
        return
    stdlib = os.fsencode(os.path.dirname(os.__file__))
    wall = None if profile == "none" else kernel.prepare(profile, "require", roots=(stdlib,))
    for name, attack in ATTACKS.items():
        if not only or name in only:
            print(name, attempt(wall, attack), flush=True)
    print("victim", ffi.string(victim).decode(), flush=True)


if __name__ == "__main__":
    main()
