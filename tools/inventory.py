"""Inventory of what a guest reaches: builtins, sys, modules of C, the types of C and their attributes.

    python tools/inventory.py               print that of the running Python
    python tools/inventory.py --check       compare it with the one on record
    python tools/inventory.py --write       put it on record, in docs/audits/inventory/
    python tools/inventory.py --diff 3.11 3.12
                                            the work list between two records

The record is plain text, one fact a line, below the section that it belongs to:

module NAME     a module of C that a guest may import, or a twin of objcap's: each name in it, and its kind,
                which is builtin(parameters), class NAME, or the type of the object
type NAME       a type of C that is met from there: "= flags (bases)", and each name in its own dict with its
                kind. "guarded", "disarmed" and "neutered" are what the tables of permits.py say of it
syntax          how the objects of the syntax, iterators and so on were made, and their types
unreached       types of C that exist when the same is done without a lockdown, and that no guest meets
extension NAME  an extension module of the standard library, its verdict, and the symbols of the C library
                and of CPython that it is linked to and that can act (ELF only)

Nothing in it depends on the machine. Plain values (numbers, text, tuples) of modules are left out, __doc__
and __module__ of types, and the functions openssl_NAME of _hashlib, which depend on the library. Builds of
one release differ in what they lack, and in what is inside of the interpreter and not in a file of its own.
So what belongs to a module that the running build lacks is not compared, and of unreached types and symbols
of extensions only those that are *more* than on record are a difference. An extension that is not on record
is not compared, either: tests/unit/test_permits_modules.py asks for its row.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from objcap import permits

lockdown = sys.modules["objcap.lockdown"]  # as an attribute of objcap it is the function

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parent / "docs" / "audits" / "inventory"
VERSION = "{}.{}".format(*sys.version_info)
RELEASE = sys.version.partition(" ")[0]
DYNLOAD = Path(sysconfig.get_config_var("DESTSHARED") or "/nonexistent")
MADE_FOR_TESTS = re.compile(r"_test|_?xx|_ctypes_test")

Fact = tuple[str, str]

# Symbols that can act, or that fetch or run something, after `normal()`.
POWERS = frozenset(
    """
    _exit abort accept accept4 bind chdir clnt_create close close_range connect crypt_r dlopen dlsym dup
    dup2 epoll_create1 epoll_ctl epoll_wait execv execve exit fclose fcntl fgets flock fopen fork fprintf
    fputs fread freopen fseek fstat ftruncate fwrite getaddrinfo getenv getgrent getgrgid_r getgrnam_r
    gethostbyaddr_r gethostbyname_r gethostname getnameinfo getpid getrandom getrlimit getservbyname
    getservbyport getspent getspnam initscr ioctl isatty kill listen madvise mmap mremap msync munmap open
    openat openlog pause pipe poll popen prctl prlimit process_vm_readv pthread_create pthread_kill
    pthread_sigmask ptrace putenv raise read recv recvfrom recvmsg remove rename select sem_open
    sem_unlink send sendfile sendmsg sendto setenv sethostname setlocale setpgid setregid setreuid
    setrlimit setsid setsockopt shm_open shm_unlink shutdown sigaction signal socket socketpair syscall
    syslog system tcsetattr tgkill tmpfile truncate unlink unsetenv uuid_generate_time_safe vfork vfprintf
    write yp_match ffi_call ffi_closure_alloc SSL_CTX_load_verify_locations SSL_CTX_use_PrivateKey_file
    SSL_connect sqlite3_load_extension sqlite3_open_v2 Tcl_Eval Tcl_EvalFile read_history write_history
    rl_read_init_file PyCapsule_Import PyEval_EvalCode PyEval_EvalCodeEx PyEval_SetProfile PyEval_SetTrace
    PyImport_AddModule PyImport_GetModule PyImport_Import PyImport_ImportModule
    PyImport_ImportModuleLevelObject PyImport_ImportModuleNoBlock PyInterpreterState_New
    PyMarshal_ReadObjectFromFile PyMarshal_ReadObjectFromString PyOS_BeforeFork PyObject_AsFileDescriptor
    PyRun_FileExFlags PyRun_StringFlags PySys_GetObject PySys_SetObject PyThread_start_new_thread
    PyTraceBack_Print PyTraceMalloc_Track Py_AddPendingCall Py_CompileStringExFlags Py_NewInterpreter
    Py_NewInterpreterFromConfig PyUnstable_AtExit _PyEval_SetProfile _PyEval_SetTrace
    _PyImport_GetModuleAttr _PyImport_GetModuleAttrString _PyImport_GetModuleId _PyImport_SetModule
    _PyOS_URandom _PyOS_URandomNonblock _PySys_GetAttr _PyXI_NewInterpreter _Py_AtExit _Py_NewInterpreter
    _Py_dup _Py_fopen_obj _Py_fstat _Py_open _Py_open_noraise _Py_read _Py_write _Py_write_noraise
    """.split()
)


# ---------------------------------------------------------------- extension modules


def undefined_symbols(data: bytes) -> Iterator[str]:
    """The symbols that an ELF file takes from others: the undefined ones of its dynamic symbol table."""
    if data[:6] != b"\x7fELF\x02\x01":
        return  # not ELF, 64 bits, little-endian
    (table,) = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, table + i * size) for i in range(count)]
    for _, kind, _, _, offset, length, link, _, _, entry in headers:
        if kind != 11:  # SHT_DYNSYM
            continue
        strings = headers[link][4]
        for at in range(offset, offset + length, entry):
            name, _, _, section = struct.unpack_from("<IBBH", data, at)
            if section == 0 and name:
                start = strings + name
                yield data[start : data.index(b"\0", start)].decode("ascii", "replace")


def normal(symbol: str) -> str:
    """The name of a function without what the C library and the compiler's options make of it."""
    found = re.fullmatch(r"__(\w+?)(?:64)?_(?:chk|2)|(\w+)64|__(\w+)", symbol)
    if found:
        return next(filter(None, found.groups()))
    return symbol


def extension_facts() -> Iterator[Fact]:
    for path in DYNLOAD.glob("*.so"):
        name = path.name.partition(".")[0]
        if MADE_FOR_TESTS.match(name):
            continue
        section = f"extension {name}"
        row = lockdown.ROWS.get(name)
        yield section, f"= {row[2] if row else 'no row'}"
        for symbol in undefined_symbols(path.read_bytes()):
            if normal(symbol) in POWERS:
                yield section, normal(symbol)


# ---------------------------------------------------------------- the interpreters


def run_guest(*arguments: str, locked: bool) -> set[Fact]:
    """The facts that inventory_guest.py finds in a fresh interpreter."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    how = ["-m", "objcap"] if locked else ["-I"]
    done = subprocess.run(
        [sys.executable, *how, str(HERE / "inventory_guest.py"), *arguments],
        capture_output=True,
        text=True,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
    )
    if done.returncode:
        raise RuntimeError(f"inventory_guest.py has failed:\n{done.stderr}")
    return {(section, line) for section, line in json.loads(done.stdout)}


def module_names() -> str:
    """The modules to import, as JSON: those of C with a permit, and the twins."""
    rows = lockdown.ROWS.values()
    names = (row[0] for row in rows if row[2] == "tame" or (row[1] == "C" and row[2] != "deny"))
    return json.dumps(sorted(names))


def reached(planted: str = "") -> set[Fact]:
    """What a guest reaches. `planted` is a statement that is executed in it first."""
    return marked(run_guest(module_names(), planted, locked=True), permits)


def collect() -> set[Fact]:
    """The inventory of the running Python."""
    facts = reached()
    types = {section.removeprefix("type ") for section, _ in facts}
    unlocked = run_guest(module_names(), "unlocked", locked=False)
    facts.update(("unreached", name) for _, name in unlocked if name not in types)
    facts.update(extension_facts())
    return facts


def marked(facts: Iterable[Fact], rows: Any) -> set[Fact]:
    """Adds to each attribute what the tables say of it."""
    marks = {}
    for table, at, mark in (
        (rows.GUARDS, 3, "guarded"),
        (rows.GUARDED_METHODS, 4, "guarded"),
        (rows.DISARMED_METHODS, 2, "disarmed"),
    ):
        for row in table:
            if lockdown.applies(row[at]):
                marks[row[0].rpartition(".")[2], row[1]] = mark
    for owner, versions, _ in rows.NEUTERED:
        if lockdown.applies(versions):
            marks[owner, "="] = "neutered"
    result = set()
    for section, line in facts:
        owner = section.partition(" ")[2].rpartition(".")[2]
        mark = marks.get((owner, line.partition(" ")[0]))
        result.add((section, f"{line} {mark}" if mark else line))
    return result


# ---------------------------------------------------------------- records


def render(facts: set[Fact], release: str = RELEASE) -> str:
    """The text of a record."""
    lines = [f"# CPython {release}; written by tools/inventory.py, which says what the lines mean"]
    above = ""
    for section, line in sorted(facts):
        if section != above:
            lines.append(section)
            above = section
        lines.append(f" {line}")
    return "\n".join(lines) + "\n"


def parse(text: str) -> tuple[str, set[Fact]]:
    """The release and the facts of a record."""
    first, *lines = text.splitlines()
    facts = set()
    section = ""
    for line in lines:
        if line.startswith(" "):
            facts.add((section, line[1:]))
        else:
            section = line
    return first.split()[2].rstrip(";"), facts


def record(version: str) -> tuple[str, set[Fact]]:
    return parse((RECORDS / f"{version}.txt").read_text("utf-8"))


def is_here(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return name in sys.builtin_module_names


def comparable(recorded: set[Fact], running: set[Fact]) -> tuple[set[Fact], set[Fact]]:
    """Both without what this build lacks, and without extensions that nobody has recorded."""
    roots = {
        name
        for name, row in lockdown.ROWS.items()
        if row[1] == "C" and row[2] != "tame" and not is_here(name)
    }
    files = {section for section, _ in running if section.startswith("extension ")}
    files &= {section for section, _ in recorded if section.startswith("extension ")}

    def counts(fact: Fact) -> bool:
        section, line = fact
        kind, _, name = section.partition(" ")
        if kind == "extension":
            return section in files and (line.startswith("=") or fact in running)
        if kind == "syntax":
            return not any(re.search(rf"\b{root}\b", line) for root in roots)
        if kind == "unreached":
            name = line
            if fact not in running:
                return False
        return name not in roots and name.partition(".")[0] not in roots

    return set(filter(counts, recorded)), set(filter(counts, running))


def differences(old: set[Fact], new: set[Fact], names: tuple[str, str]) -> list[str]:
    """A unified diff of two inventories, one fact a line with its section."""

    def split(facts: set[Fact]) -> dict[str, set[str]]:
        result: dict[str, set[str]] = {}
        for section, line in facts:
            result.setdefault(section, set()).add(line)
        return result

    before, after = split(old), split(new)
    lines = []
    for section in sorted(before.keys() | after.keys()):
        gone = before.get(section, set()) - after.get(section, set())
        come = after.get(section, set()) - before.get(section, set())
        if gone or come:
            lines.append(f"@@ {section} @@")
            changes = [(line, "-") for line in gone] + [(line, "+") for line in come]
            lines += [
                f"{sign}{line}"
                for line, sign in sorted(changes, key=lambda c: (c[0].split()[0], c[1] == "+"))
            ]
    return [f"--- {names[0]}", f"+++ {names[1]}", *lines] if lines else []


def check(facts: set[Fact]) -> str:
    """What to say if the facts of the running Python are not those on record; empty: they are."""
    try:
        release, recorded = record(VERSION)
    except FileNotFoundError:
        return f"docs/audits/inventory/ has no record of Python {VERSION}: {ADVICE}"
    recorded, facts = comparable(recorded, facts)
    lines = differences(recorded, facts, (f"on record (CPython {release})", f"running (CPython {RELEASE})"))
    return "\n".join([*lines, "", ADVICE]) if lines else ""


ADVICE = (
    "Judge each line as docs/audits/README.md says: what is it, does it lead to power or to data of the "
    "host, which row covers it? Then put it on record: python tools/inventory.py --write"
)


# ---------------------------------------------------------------- the work list

PARAMETERS = re.compile(r"\(.*\)")


def work_list(old: set[Fact], new: set[Fact]) -> list[str]:
    """What is to be judged between two versions.

    A name whose kind or parameters changed is one line. What went is counted and named, since it needs no
    judgement but may leave stale rows; parameters that are documented now, and a __getattribute__ of the
    type's own, which is inherited now or is not any more, are counted only.
    """

    def names(facts: set[Fact]) -> dict[Fact, str]:
        result = {}
        for section, line in facts:
            cut = " -> " if section == "syntax" else " "
            name, _, kind = line.partition(cut)
            result[section, name] = kind
        return result

    before, after = names(old), names(new)
    come: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {}
    quiet = {"parameters that are documented now, or no longer": 0, "__getattribute__ of a type's own": 0}
    documented, getattribute = quiet
    for section, name in sorted(before.keys() | after.keys()):
        was, now = before.get((section, name)), after.get((section, name))
        if was == now:
            continue
        if section == "syntax" and (was is None or now is None or now.endswith("Error")):
            continue
        if name == "__getattribute__":
            quiet[getattribute] += 1
        elif was is None:
            come.setdefault(section, []).append(f"+ {name} {now}".rstrip())
        elif now is None:
            gone.setdefault(section, []).append(name)
        elif ("(" in was) != ("(" in now) and PARAMETERS.sub("", was) == PARAMETERS.sub("", now):
            quiet[documented] += 1
        else:
            come.setdefault(section, []).append(f"~ {name} {was} -> {now}")
    lines = []
    for section, changes in come.items():
        lines += [section, *(f"  {change}" for change in changes)]
    lines.append("gone")
    for section, left in gone.items():
        whole = (section, "=") in before and (section, "=") not in after
        lines.append(f"  {section}" if whole else f"  {section}: {', '.join(left)}")
    lines.append("not listed")
    lines += [f"  {number} {what}" for what, number in quiet.items()]
    return lines


def main(arguments: list[str] | None = None) -> int:
    assert __doc__
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="compare with the record")
    what.add_argument("--write", action="store_true", help="put it on record")
    what.add_argument("--diff", nargs=2, metavar="VERSION", help="the work list between two records")
    options = parser.parse_args(arguments)
    if options.diff:
        old, new = (record(version)[1] for version in options.diff)
        print("\n".join(work_list(old, new)))
        return 0
    facts = collect()
    if options.check:
        message = check(facts)
        print(message or f"as on record: {len(facts)} facts")
        return bool(message)
    text = render(facts)
    if options.write:
        (RECORDS / f"{VERSION}.txt").write_text(text, "utf-8")
        print(f"docs/audits/inventory/{VERSION}.txt: {len(facts)} facts")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
