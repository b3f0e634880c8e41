"""The kernel wall: its tables, its programs, what native code gets behind it, and its modes."""

from __future__ import annotations

import errno
import importlib.util
import os
import re
import signal
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from support import clean_environment, run_objcap, run_python

import objcap
from objcap import _objcap, kernel
from objcap.kernel import bpf, calls, namespaces, profiles
from objcap.kernel.programs import PROGRAMS

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ("process", "process-bare", "zygote", "worker", "worker-fork")
STEPS = (("worker-new", "zygote"), ("worker", "worker-new"), ("worker-fork", "worker-new"))
MACHINE = os.uname().machine
LANDLOCK, FILTERS = _objcap.wall_probe()
walled = pytest.mark.skipif(
    bool(_objcap._UNWALLED) or FILTERS < 0 or LANDLOCK < 1 or (MACHINE, "process") not in PROGRAMS,
    reason="this machine or build has no kernel wall",
)


# ---------------------------------------------------------------- the tables


def test_every_row_says_why_and_names_what_exists() -> None:
    known = set(calls.NUMBERS["x86_64"]) | set(calls.NUMBERS["aarch64"])
    for names, where, condition, otherwise, why in profiles.ROWS:
        assert set(names.split()) <= known, names
        assert set(where.split()) <= {*PROFILES, "worker-new"}, where
        assert isinstance(condition, tuple) and otherwise in bpf.ANSWERS and len(why) > 6
    for answer, why, names in profiles.REFUSED:
        assert answer in bpf.ANSWERS and answer != profiles.ALLOW and len(why) > 6
        assert set(names.split()) <= known, names


def test_every_system_call_is_judged() -> None:
    judged = set(bpf.rules("worker"))
    assert not (set(calls.NUMBERS["x86_64"]) | set(calls.NUMBERS["aarch64"])) - judged


def test_no_call_is_judged_twice() -> None:
    permitted = {name for row in profiles.ROWS for name in row[0].split()}
    refused = [name for row in profiles.REFUSED for name in row[2].split()]
    assert len(refused) == len(set(refused))
    assert not permitted & set(refused)


def test_rows_of_one_call_agree_on_its_refusal() -> None:
    answers: dict[str, set[str]] = {}
    for names, _, _, otherwise, _ in profiles.ROWS:
        for name in names.split():
            answers.setdefault(name, set()).add(otherwise)
    assert not {name for name, found in answers.items() if len(found) > 1}


def test_a_worker_may_do_less_than_a_process() -> None:
    def permitted(profile: str) -> set[str]:
        return {name for name, rule in bpf.rules(profile).items() if rule.conditions}

    assert permitted("worker") - permitted("process") == {"sendmsg"}
    assert permitted("worker-fork") - permitted("worker") == {
        "clone",
        "getitimer",
        "prctl",
        "set_robust_list",
        "setitimer",
        "wait4",
        "waitid",
    }
    assert not permitted("worker") & {"open", "openat", "openat2", "newfstatat", "stat", "socket", "clone"}


@pytest.mark.parametrize(
    ("machine", "header"),
    [("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), ("x86_64", "/usr/include/asm/unistd_64.h")],
)
def test_numbers_are_those_of_the_headers(machine: str, header: str) -> None:
    if not os.path.exists(header):
        pytest.skip("no such header here")
    found = dict(re.findall(r"#define __NR_(\w+) (\d+)", Path(header).read_text()))
    assert len(found) > 300
    ours = calls.NUMBERS[machine]
    wrong = {name: number for name, number in found.items() if name in ours and ours[name] != int(number)}
    assert not wrong
    assert not {name for name in found if name not in ours and int(found[name]) <= 469}


def test_numbers_of_aarch64_are_those_of_the_generic_header() -> None:
    header = Path("/usr/include/asm-generic/unistd.h")
    if not header.exists():
        pytest.skip("no such header here")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    ours = calls.NUMBERS["aarch64"]
    assert len(found) > 250
    aliases = {"fstatat": "newfstatat"}  # a name of 32-bit machines
    for name, number in found:
        name = aliases.get(name, name)
        if name in ours:
            assert ours[name] == int(number), name


def test_programs_are_made_of_the_tables() -> None:
    spec = importlib.util.spec_from_file_location("wall", ROOT / "tools" / "wall.py")
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.PROFILES == PROFILES and tool.STEPS == STEPS
    assert tool.TARGET.read_text() == tool.text(), "run python tools/wall.py"


# ---------------------------------------------------------------- the programs, simulated


ARGUMENTS = 16  # where they begin in what a program sees


@cache
def instructions(program: bytes) -> list[tuple[int, int, int, int]]:
    return list(struct.iter_unpack("<HBBI", program))


def words(machine: str, number: int, *arguments: int, arch: int | None = None) -> tuple[int, ...]:
    """What a program sees of a system call, in words of 32 bits."""
    data = struct.pack("<IIQ", number, calls.ARCHITECTURES[machine] if arch is None else arch, 0)
    data += struct.pack("<6Q", *arguments, *[0] * (6 - len(arguments)))
    return struct.unpack("<16I", data)


def answer(program: bytes, machine: str, number: int, *arguments: int, arch: int | None = None) -> int:
    """What a program says of a system call."""
    return simulate(instructions(program), words(machine, number, *arguments, arch=arch))


@cache
def first_look(program: bytes, machine: str, number: int) -> int:
    """The first instruction that loads a part of an argument: what comes before it depends on none."""
    steps = instructions(program)
    seen = words(machine, number)
    at = value = 0
    while True:
        code, yes, no, operand = steps[at]
        if code == bpf.LOAD and operand >= ARGUMENTS:
            return at
        at, value = step(code, yes, no, operand, at, value, seen)


def step(
    code: int, yes: int, no: int, operand: int, at: int, value: int, seen: tuple[int, ...]
) -> tuple[int, int]:
    """The next instruction and value."""
    if code == bpf.LOAD:
        return at + 1, seen[operand >> 2]
    if code == bpf.AND:
        return at + 1, value & operand
    if code == bpf.JEQ:
        return at + 1 + (yes if value == operand else no), value
    if code == bpf.JGE:
        return at + 1 + (yes if value >= operand else no), value
    assert code == bpf.JA
    return at + 1 + operand, value


def simulate(steps: list[tuple[int, int, int, int]], seen: tuple[int, ...], at: int = 0) -> int:
    """Run a program from an instruction on."""
    value = 0
    while True:
        code, yes, no, operand = steps[at]
        at += 1
        if code == bpf.LOAD:
            value = seen[operand >> 2]
        elif code == bpf.AND:
            value &= operand
        elif code == bpf.JEQ:
            at += yes if value == operand else no
        elif code == bpf.JGE:
            at += yes if value >= operand else no
        elif code == bpf.JA:
            at += operand
        else:
            assert code == bpf.RETURN
            return int(operand)


every_program = pytest.mark.parametrize(
    ("machine", "profile"), [(machine, name) for machine, name in PROGRAMS if "/" not in name]
)


@every_program
def test_a_program_answers_as_the_rows_say(machine: str, profile: str) -> None:
    program = PROGRAMS[machine, profile]
    rules = bpf.rules(profile)
    names = {number: name for name, number in calls.NUMBERS[machine].items()}
    for number in range(600):
        rule = rules.get(names.get(number, ""))
        got = answer(program, machine, number, *[0xDEADBEEFDEADBEEE] * 6)  # arguments that meet no condition
        if rule is None:
            assert got == bpf.ANSWERS[profiles.ENOSYS], number
        elif () in rule.conditions:
            assert got == bpf.ANSWERS[profiles.ALLOW], names[number]
        else:
            assert got == bpf.ANSWERS[rule.otherwise], names[number]


@pytest.mark.parametrize("machine", list(calls.ARCHITECTURES))
@pytest.mark.parametrize("profile", ["worker-new", "worker", "worker-fork"])
def test_short_programs_on_top_of_others_answer_as_the_whole_one(machine: str, profile: str) -> None:
    """A worker has the zygote's program, then what is missing for its own."""
    names = ["zygote", "worker-new/zygote", *([f"{profile}/worker-new"] if profile != "worker-new" else [])]
    stack = [PROGRAMS[machine, name] for name in names]
    whole = bpf.assemble(profile, machine)
    values = sorted({0, 1, 3, bpf.SELF, 0xFFFFFFFF, 1 << 32, *constants(whole)})
    conditional = {
        calls.NUMBERS[machine].get(name) for name, rule in bpf.rules(profile).items() if any(rule.conditions)
    } | {
        calls.NUMBERS[machine].get(name) for name, rule in bpf.rules("zygote").items() if any(rule.conditions)
    }
    assert len(conditional) > 5
    for number in [*range(600), 0x40000000, 0x40000100]:
        mixtures = [[0] * 6, [0xDEADBEEFDEADBEEE] * 6]
        if number in conditional:
            for position in range(6):
                mixtures += [[value if at == position else 0 for at in range(6)] for value in values]
        for arguments in mixtures:
            each = [answer(program, machine, number, *arguments) for program in stack]
            assert strictest(each) == answer(whole, machine, number, *arguments), (number, arguments)
    assert answer(stack[-1], machine, 0, arch=1) == bpf.ANSWERS[profiles.KILL]
    assert answer(stack[-1], machine, calls.NUMBERS[machine]["read"]) == bpf.ANSWERS[profiles.ALLOW]


def constants(program: bytes) -> set[int]:
    """Every number that a program compares with."""
    return {
        operand for code, _, _, operand in struct.iter_unpack("<HBBI", program) if code in (bpf.JEQ, bpf.JGE)
    }


def strictest(answers: list[int]) -> int:
    """What the kernel makes of the answers of several programs, the newest last: seccomp(2)."""
    return min(reversed(answers), key=lambda value: (value & 0xFFFF0000) - (value & 0x80000000) * 2)


@every_program
def test_calls_of_other_machines_end_the_process(machine: str, profile: str) -> None:
    program = PROGRAMS[machine, profile]
    kill = bpf.ANSWERS[profiles.KILL]
    for arch in {0x40000003, 0x40000028, *calls.ARCHITECTURES.values()} - {calls.ARCHITECTURES[machine]}:
        assert answer(program, machine, 0, arch=arch) == kill
    if machine == "x86_64":
        for number in (0x40000000, 0x40000027, 0x400001FF, 0xFFFFFFFF):
            assert answer(program, machine, number) == kill


@every_program
def test_no_program_permits_memory_that_was_written_to_run(machine: str, profile: str) -> None:
    program, numbers = PROGRAMS[machine, profile], calls.NUMBERS[machine]
    allow = bpf.ANSWERS[profiles.ALLOW]
    steps, mmap = instructions(program), numbers["mmap"]
    begin = first_look(program, machine, mmap)
    seen = words(machine, mmap, 0, 4096)
    descriptors = [
        (divmod(descriptor, 1 << 32)[::-1], descriptor & 0xFFFFFFFF >= 3)
        for descriptor in (0, 1, 2, 3, 2**32 - 1, 2**64 - 1)
    ]
    assert words(machine, mmap, 0, 4096, 5, 2, 2**64 - 1) == (*seen[:8], 5, 0, 2, 0, *descriptors[5][0], 0, 0)
    for protection in range(256):
        for high in (0, 1 << 32):
            got = answer(program, machine, numbers["mprotect"], 0, 4096, protection | high)
            assert (got == allow) == (protection & 4 == 0)
        for flags in range(256):
            code = profile.startswith("process") and protection & 0xEF == 5 and flags & 0x2F == 2
            for descriptor, is_file in descriptors:
                got = simulate(steps, (*seen[:8], protection, 0, flags, 0, *descriptor, 0, 0), begin)
                assert (got == allow) == (protection & 4 == 0 or (code and is_file))


@every_program
def test_clone_is_permitted_as_fork_alone(machine: str, profile: str) -> None:
    program, number = PROGRAMS[machine, profile], calls.NUMBERS[machine]["clone"]
    good = {17, 17 | 0x01200000, 17 | 0x8000}
    for bit in range(8, 32):
        for base in good:
            flags = base ^ (1 << bit)
            permitted = answer(program, machine, number, flags) == bpf.ANSWERS[profiles.ALLOW]
            forks = profile in ("zygote", "worker-fork")
            assert permitted == (forks and flags & ~0x01209000 == 17)  # and CLONE_PIDFD


# ---------------------------------------------------------------- native code


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        import native
    finally:
        del sys.path[0]
    place = tmp_path_factory.mktemp("native")
    native.build(place)
    (place / "victim").write_text("untouched")
    return place


KILLED = """change_root mount open_by_handle memfd_create execve execveat ptrace_parent
write_memory_of_parent take_descriptor_of_parent queue_signal unshare setns io_uring_setup bpf userfaultfd
perf_event_open keyctl add_key load_module set_clock setuid pkey_mprotect_code remap_file_pages x32
entry32""".split()
# What a profile gives to native code, of all that is tried.
GIVEN = {
    "process": {"file_as_code"},
    "worker": set(),
    "worker-fork": {"clone_as_fork"},
    "zygote": {"clone_as_fork"},
}
# The zygote may signal, so that Landlock answers: what it kills is itself and its own.
OWN_GROUP = {"zygote": {"kill_group", "kill_everybody"}}


@walled
@pytest.mark.parametrize("profile", GIVEN)
def test_native_code_gets_nothing(folder: Path, profile: str) -> None:
    command = [sys.executable, str(ROOT / "tests" / "native_attacks.py"), str(folder), profile]
    names = subprocess.run(
        [*command, "?"], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    names = [name for name in names if name not in OWN_GROUP.get(profile, ())]
    done = subprocess.run(
        [*command, *names],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        env=clean_environment(),
    )
    assert done.returncode == 0, done.stderr
    outcome = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert outcome.pop("victim") == "untouched"
    assert set(outcome) == set(names) and len(names) > 65
    refused = {f"errno {number}" for number in (errno.EPERM, errno.EACCES, errno.ENOSYS)}
    for name, result in outcome.items():
        if name in GIVEN[profile]:
            assert result == "done", name
        elif name in KILLED:
            assert result == f"killed {signal.SIGSYS.name}", (name, result)
        else:
            assert result in refused, (name, result)
    assert (folder / "victim").read_text() == "untouched"
    assert [entry for entry in os.listdir(folder) if entry.startswith("victim")] == ["victim"]


@walled
def test_the_attacks_are_alive(folder: Path) -> None:
    """Without a wall those that harm nothing go through."""
    harmless = """open_secret open_own_memory socket unix_socket socketpair clone_as_fork mmap_code
    mprotect_code file_as_code standard_input_as_code memfd_create prctl_dumpable
    open_victim_to_write""".split()
    command = [sys.executable, str(ROOT / "tests" / "native_attacks.py"), str(folder), "none", *harmless]
    with open(_objcap.__file__, "rb") as library:
        done = subprocess.run(
            command, capture_output=True, text=True, stdin=library, timeout=60, env=clean_environment()
        )
    outcome = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    lively = {name for name, result in outcome.items() if result == "done"}
    assert lively == set(harmless)


@walled
def test_native_code_in_a_locked_process(folder: Path) -> None:
    done = run_python(
        """
        import sys
        sys.path.insert(0, sys.argv[1])
        import _objcap_attacker
        from objcap.kernel import calls
        import os, objcap
        numbers = calls.NUMBERS[os.uname().machine]
        raw, ffi = _objcap_attacker.lib.raw, _objcap_attacker.ffi
        name = ffi.new("char[]", b"/etc/passwd")
        at = int(_objcap_attacker.lib.address(name))
        opening, socket, execve = numbers["openat"], numbers["socket"], numbers["execve"]
        objcap.lockdown(objcap.Policy(modules=["_cffi_backend", "_objcap_attacker"], kernel="require"))
        print(raw(opening, -100, at, 0, 0, 0, 0), raw(socket, 2, 1, 0, 0, 0, 0), flush=True)
        raw(execve, at, 0, 0, 0, 0, 0)
        print("ESCAPED")
        """,
        str(folder),
    )
    assert done.stdout.split() == [str(-errno.EACCES), str(-errno.EPERM)], done.stderr
    assert done.returncode == -signal.SIGSYS


@walled
def test_no_page_of_a_locked_process_is_writable_and_executable() -> None:
    done = run_python(
        """
        import objcap, os
        reading = os.open("/proc/self/maps", os.O_RDONLY)
        maps = objcap.capability(lambda pid: open(f"/proc/{pid}/maps").read())
        child = objcap.capability(lambda: open(f"/proc/self/task/{os.getpid()}/children").read().split()[0])
        objcap.lockdown()
        import hashlib, decimal, json
        print(maps(child()))
        """
    )
    assert "libpython" in done.stdout or "python" in done.stdout, done.stderr
    assert not re.search(r"^\S+ .wx", done.stdout, re.MULTILINE)


# ---------------------------------------------------------------- what goes on working


@walled
@pytest.mark.parametrize("profile", ["worker", "worker-fork", "zygote"])
def test_computing_goes_on_behind_the_wall(profile: str) -> None:
    done = run_python(
        f"""
        import os, sys, time, random, signal, threading
        from objcap import _objcap, kernel
        _objcap.wall_apply(kernel.prepare({profile!r}, "require").data())
        big = [bytearray(2**20) for _ in range(64)]
        del big
        time.sleep(0.01)
        random.SystemRandom().random()
        assert time.time() > 0 and time.process_time() >= 0
        if {profile!r} != "worker":
            child = os.fork()
            if child == 0:
                os._exit(7)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
        else:
            try:
                os.fork()
            except PermissionError:
                pass
        try:
            open("/etc/passwd")
        except PermissionError:
            print("refused", flush=True)
        signal.raise_signal(signal.SIGTERM)
        """
    )
    assert done.stdout == "refused\n", done.stderr
    assert done.returncode == -signal.SIGTERM


@walled
def test_a_worker_filter_goes_on_top_of_the_zygote_s() -> None:
    done = run_python(
        """
        import os
        from objcap import _objcap, kernel
        zygote, worker = kernel.prepare("zygote", "require"), kernel.prepare("worker", "require").data()
        _objcap.wall_apply(zygote.data())
        child = os.fork()
        if child == 0:
            _objcap.wall_apply(worker)
            try:
                os.fork()
            except PermissionError:
                os._exit(3)
            os._exit(1)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
    )
    assert done.stdout == "3\n", done.stderr


@walled
def test_extension_modules_are_imported_late(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("import hashlib, decimal, zlib\nprint(hashlib.sha256(b'').name)\n")
    done = run_objcap("--kernel", "require", "-c", "import own", "--path", str(tmp_path))
    assert done.returncode != 0  # --path behind the program is the program's
    done = run_objcap("--kernel=require", "--path", str(tmp_path), "-c", "import own")
    assert (done.returncode, done.stdout) == (0, "sha256\n"), done.stderr


@walled
def test_without_landlock_nothing_can_be_written_and_imports_work(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "own.py").write_text("import hashlib\nprint(hashlib.sha256(b'').name, flush=True)\n")
    (tmp_path / "linked.py").symlink_to("/etc/passwd")
    done = run_python(
        """
        import os, sys
        sys.path.insert(0, sys.argv[2])
        import _objcap_attacker
        from objcap.kernel import calls
        import objcap
        from objcap import _objcap
        _objcap.wall_probe = lambda: (-38, 0)
        numbers = calls.NUMBERS[os.uname().machine]
        raw, ffi = _objcap_attacker.lib.raw, _objcap_attacker.ffi
        name = ffi.new("char[]", os.fsencode(sys.argv[2] + "/victim"))
        at = int(_objcap_attacker.lib.address(name))
        opening, other, unlink = numbers["openat"], numbers["openat2"], numbers["unlinkat"]
        trusted = ["_cffi_backend", "_objcap_attacker"]
        objcap.lockdown(objcap.Policy(modules=trusted, path=[sys.argv[1]]))
        import own
        try:
            import linked
        except ImportError:
            print("no link")
        print(*(raw(opening, -100, at, flags, 0o600, 0, 0) for flags in (1, 2, 0o1000, 0o102)))
        print(raw(other, -100, at, at, 24, 0, 0), raw(unlink, -100, at, 0, 0, 0, 0))
        """,
        str(tmp_path),
        str(folder),
    )
    refused, missing = str(-errno.EACCES), str(-errno.ENOSYS)
    said = done.stdout.split()
    assert said == ["sha256", "no", "link", *[refused] * 4, missing, str(-errno.EPERM)], done.stderr


# ---------------------------------------------------------------- namespaces


def test_namespaces_that_are_entered_have_nothing_in_them() -> None:
    done = run_python(
        """
        import os
        from objcap import _objcap
        from objcap.kernel import namespaces
        parts = namespaces.enter()
        print(parts)
        if parts["mount"] == "on":
            child = os.fork()
            if child == 0:
                if parts["pid"] == "on":
                    assert os.getpid() == 1
                _objcap.wall_empty_root()
                assert os.listdir("/") == [] and os.getcwd() == "/"
                try:
                    os.mkdir("/new")
                except OSError:
                    os._exit(5)
                os._exit(1)
            print("child", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        """
    )
    assert done.returncode == 0, done.stderr
    assert "'mount': 'on'" not in done.stdout or "child 5" in done.stdout


def test_the_root_of_the_machine_is_not_emptied() -> None:
    with pytest.raises(PermissionError):
        _objcap.wall_empty_root()


def test_namespaces_can_be_off_and_left_out() -> None:
    assert set(namespaces.enter("off").values()) == {"off: kernel='off'"}
    with pytest.raises(ValueError):
        namespaces.enter("on")


# ---------------------------------------------------------------- require, auto, off


def test_modes_of_the_policy() -> None:
    assert objcap.Policy().kernel == "auto"
    for mode in ("require", "auto", "off"):
        assert objcap.Policy(kernel=mode)._settings().kernel == mode
    for wrong in ("on", "", None, True):
        with pytest.raises(ValueError, match=r"Policy\.kernel"):
            objcap.Policy(kernel=wrong)  # type: ignore[arg-type]


def test_off_is_no_wall() -> None:
    wall = kernel.prepare("process", "off")
    assert set(wall.parts.values()) == {"off: kernel='off'"}
    assert wall.data() == (None, None, -1, (), False)
    assert not wall.weak()


def test_missing_parts_are_named_and_required_ones_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_objcap, "_UNWALLED", "")
    monkeypatch.setattr(_objcap, "wall_probe", lambda: (-errno.ENOSYS, -errno.EPERM))
    wall = kernel.prepare("process")
    assert wall.program is None and wall.landlock is None
    assert wall.parts["seccomp"].startswith("missing: ")
    assert wall.weak().startswith("the kernel wall has no seccomp and no landlock-files: ")
    with pytest.raises(kernel.WallError, match="seccomp is missing"):
        kernel.prepare("process", "require")


def test_an_older_landlock_is_used_as_far_as_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_objcap, "_UNWALLED", "")
    expected = {1: (0x1FFF, 0, 0), 3: (0x7FFF, 0, 0), 4: (0x7FFF, 3, 0), 6: (0xFFFF, 3, 3), 9: (0xFFFF, 3, 3)}
    for level, rights in expected.items():
        monkeypatch.setattr(_objcap, "wall_probe", lambda level=level: (level, 0))
        wall = kernel.prepare("worker")
        assert wall.landlock is not None and wall.landlock[:3] == rights
        assert wall.parts["landlock-network"] == ("on" if level >= 4 else "missing: it needs Linux 6.7")
        assert wall.parts["landlock-scopes"] == ("on" if level >= 6 else "missing: it needs Linux 6.12")
        assert not wall.weak()


def test_other_systems_have_no_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_objcap, "_UNWALLED", "")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert set(kernel.prepare("process").parts.values()) == {"missing: darwin is not Linux"}
    with pytest.raises(kernel.WallError):
        kernel.prepare("process", "require")


def test_a_program_that_embeds_is_walled_in_only_if_it_says_so() -> None:
    assert not kernel.is_embedded()
    assert set(kernel.prepare("process", embedded=True).parts.values()) != {"on"}
    assert kernel.prepare("process", embedded=True).data() == (None, None, -1, (), False)


@walled
def test_require_is_on_in_a_program_that_embeds() -> None:
    assert kernel.prepare("process", "require", embedded=True).program is not None


@walled
def test_walls_say_what_is_on() -> None:
    assert objcap.walls()["seccomp"] == "on"
    done = run_python(
        "import objcap; w = objcap.walls; objcap.lockdown(objcap.Policy(kernel='off')); print(w())"
    )
    assert "'seccomp': \"off: kernel='off'\"" in done.stdout, done.stderr


def test_lockdown_refuses_what_it_cannot_have_before_anything_changes() -> None:
    done = run_python(
        """
        import objcap
        from objcap import _objcap
        _objcap.wall_probe = lambda: (-38, -38)
        try:
            objcap.lockdown(objcap.Policy(kernel="require"))
        except objcap.LockdownError as error:
            print(error)
        print(objcap.is_locked(), open)
        """
    )
    assert done.stdout.startswith("cannot lock down: the kernel wall is required and seccomp is "), (
        done.stderr
    )
    assert "False <built-in function open>" in done.stdout


def test_functions_of_the_wall_are_disarmed() -> None:
    done = run_python(
        """
        import objcap
        from objcap._objcap import wall_apply, wall_unshare, wall_empty_root, wall_probe
        objcap.lockdown(objcap.Policy(kernel="off"))
        for function, *args in (wall_apply, 0), (wall_unshare, 0), (wall_empty_root,), (wall_probe,):
            try:
                function(*args)
            except PermissionError:
                print("refused")
        """
    )
    assert done.stdout.split() == ["refused"] * 4, done.stderr


def test_wall_apply_takes_what_walls_give() -> None:
    for wrong in (
        None,
        (),
        (1, None, -1, (), False),
        (None, 5, -1, (), False),
        (None, (0, 0, 0, ("",)), 0, (), 0),
    ):
        with pytest.raises((TypeError, ValueError)):
            _objcap.wall_apply(wrong)  # type: ignore[arg-type]


# ---------------------------------------------------------------- the command line


def test_command_line_knows_the_modes() -> None:
    for mode in ("auto", "off"):
        done = run_objcap("--kernel", mode, "-c", "print(1)")
        assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", ""), mode
    done = run_objcap("--kernel", "on", "-c", "print(1)")
    assert done.returncode == 2 and "auto, require or off" in done.stderr


def test_doctor_says_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "doctor").write_text("print('a script')")
    done = run_objcap("doctor", cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    for part in (*kernel.PARTS, *(row[0] for row in namespaces.ROWS)):
        assert f"  {part}:" in done.stdout
    assert "FAILED" not in done.stdout
    assert run_objcap("./doctor", cwd=tmp_path).stdout == "a script\n"
    assert run_objcap("--", "doctor", cwd=tmp_path).stdout == "a script\n"
    assert run_objcap("doctor", "x", cwd=tmp_path).returncode == 2
