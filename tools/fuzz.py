"""Fuzz what meets hostile bytes and objects: the codec, the broker's channel, the check of patterns, a guest.

    python tools/fuzz.py [--seconds N] [--seed N] [--sanitize] wire|broker|patterns|guest|paths...

Runs each target in a process of its own. A process that dies of a signal, a sanitizer's report, or a broken
invariant is a finding: the input that was being tried is printed as hex, and the exit status is 1. A finding
becomes a test (tests/unit/test_wire.py, test_patterns.py or tests/fail) together with its repair.

wire        messages of tools/corpus/wire.txt and of the generator, damaged:
            the decoder gives exact plain values or ValueError, and what
            it gives survives a round trip.
broker      a locked process sends damaged messages down its channel, as one whose memory is in an attacker's
            hands would: the broker ends it with a message and status, and never dies of a signal itself.
patterns    damaged code of regular expressions: refused, or it runs without a crash.
guest       a locked guest (fuzz_guest.py) calls what objcap has put there or changed, with objects that
            misbehave in every way: whatever it raises, the process does not crash.
paths       a guest's paths (fuzz_paths.py) below a folder that threads of the host change meanwhile:
            nothing beside the folder is read or changed.

--sanitize compiles the extension with the address and undefined-behaviour sanitizers into a temporary folder
(gcc and its libasan are needed) and runs the target with that.
"""

from __future__ import annotations

import argparse
import mmap
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROOM = 1 << 20  # bytes that are kept of an input

Note = Callable[[bytes], None]


# ---------------------------------------------------------------- inputs


def values(chance: random.Random, depth: int = 4) -> Any:
    """A plain value."""
    kind = chance.randrange(14 if depth > 0 else 9)
    if kind == 0:
        return chance.choice((None, True, False))
    if kind == 1:
        return chance.choice((0, -1, 1, 255, -256)) + chance.choice((0, 2**31, -(2**63), 2**64))
    if kind == 2:
        return chance.getrandbits(chance.randrange(1, 3000)) * chance.choice((1, -1))
    if kind == 3:
        return chance.choice((0.0, -0.0, 1.5, float("inf"), float("nan"), 5e-324))
    if kind == 4:
        return complex(chance.random(), -0.0)
    if kind == 5:
        return bytes(chance.randrange(256) for _ in range(chance.randrange(20)))
    if kind in (6, 7):
        return "".join(chance.choice("aé\ud800\U0001f600\0") for _ in range(chance.randrange(9)))
    if kind == 8:
        return bytearray(chance.randrange(9))
    items = [values(chance, depth - 1) for _ in range(chance.randrange(6))]
    if kind == 9:
        return items
    if kind == 10:
        return tuple(items)
    try:
        if kind == 11:
            return set(items)
        if kind == 12:
            return frozenset(items)
        return dict(zip(items, reversed(items), strict=True))
    except TypeError:
        return items


def damaged(chance: random.Random, data: bytes, letters: bytes) -> bytes:
    """The bytes with a few of them changed, taken out, put in or said twice."""
    result = bytearray(data)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at = chance.randrange(len(result) + 1)
        what = chance.randrange(6)
        if what == 0 and at < len(result):
            result[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif what == 1 and at < len(result):
            result[at] ^= 1 << chance.randrange(8)
        elif what == 2:
            del result[at : at + chance.randrange(1, 9)]
        elif what == 3:
            result.insert(at, chance.choice(letters))
        elif what == 4:
            piece = result[at : at + chance.randrange(1, 30)]
            result[at:at] = piece
        else:
            result[at : at + 4] = chance.choice((0, 1, 2**31 - 1, 2**31, 2**32 - 1)).to_bytes(4, "little")
    return bytes(result)


# ---------------------------------------------------------------- targets, each in its process


PLAIN = (type(None), bool, int, float, complex, str, bytes, bytearray, list, tuple, set, frozenset, dict)


def is_plain(value: Any) -> bool:
    """Is it of exact plain types, all through?"""
    if type(value) not in PLAIN:
        return False
    if type(value) is dict:
        return all(is_plain(key) and is_plain(item) for key, item in value.items())
    if type(value) in (list, tuple, set, frozenset):
        return all(is_plain(item) for item in value)
    return True


def shown(value: Any) -> str:
    """What repr() says, with the items of sets in an order that depends on them alone."""
    kind = type(value)
    if kind is dict:
        inner = ", ".join(f"{shown(key)}: {shown(item)}" for key, item in value.items())
    elif kind in (set, frozenset):
        inner = ", ".join(sorted(map(shown, value)))
    elif kind in (list, tuple):
        inner = ", ".join(map(shown, value))
    else:
        return repr(value)
    return f"{kind.__name__}({inner})"


def corpus(name: str) -> list[bytes]:
    """The inputs of tools/corpus/NAME.txt."""
    text = (Path(__file__).resolve().parent / "corpus" / f"{name}.txt").read_text()
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return [bytes.fromhex(line.strip("-")) for line in lines if line]


def fuzz_wire(chance: random.Random, end: float, note: Note) -> int:
    """See the module's docstring. Returns how many inputs were tried."""
    from objcap import _objcap

    tried = 0
    seeds = corpus("wire")
    while time.monotonic() < end:
        try:
            message = seeds.pop() if seeds else _objcap.wire_encode(values(chance))
        except TypeError:
            continue  # a bytearray, say
        for _ in range(20):
            data = damaged(chance, message, b"NTFiIfcsbltdezCB\0\1")
            note(data)
            tried += 1
            try:
                value = _objcap.wire_decode(data)
            except (ValueError, MemoryError):
                continue
            assert is_plain(value), "the decoder made something that is not plain"
            again = _objcap.wire_encode(value)
            assert shown(_objcap.wire_decode(again)) == shown(value), "a round trip changed the value"
    return tried


# The process that is about to be locked is in the hands of an attacker from its first moment.
BROKER = """
import os, sys
import objcap

def attack():
    os.write(100, bytes.fromhex(sys.argv[1]))
    os._exit(0)

os.register_at_fork(after_in_child=attack)
called = objcap.capability(lambda *args, **kwargs: (args, kwargs))
objcap.lockdown()
"""


def fuzz_broker(chance: random.Random, end: float, note: Note) -> int:
    """See the module's docstring. Returns how many inputs were tried."""
    from objcap import _objcap

    tried = 0
    while time.monotonic() < end:
        try:
            body = _objcap.wire_encode((tuple(values(chance, 2) for _ in range(2)),))
        except TypeError:
            continue
        header = b"".join(number.to_bytes(4, "little") for number in (ord("C"), 1, 1, len(body)))
        data = damaged(chance, header + body, b"CBRED\0\1")
        note(data)
        tried += 1
        done = subprocess.run(
            [sys.executable, "-c", BROKER, data.hex()],
            capture_output=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode in (0, -signal.SIGKILL), (
            f"the broker ended with {done.returncode}: {done.stderr.decode(errors='replace')}"
        )
    return tried


def fuzz_patterns(chance: random.Random, end: float, note: Note) -> int:
    """See the module's docstring. Returns how many inputs were tried."""
    import _sre

    from objcap import _objcap

    _objcap.guard_patterns(_sre.compile)

    def give_up(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, give_up)
    sources = [
        *("abc", "(a|b)*c", "(?:ab)+?c", "[a-z0-9]+x", "(a)(b)?(?(2)c|d)", "(?=a)b", "(?<=a)b", "(?>a*)b"),
        *("a*+b", r"\w+\s(?P<n>x)\1", "(?i)aB", "ab(c)d", "(?:(?=a)(b))++c", "(a|(b|(c)))+?d", "(?<!ab)c"),
        *("[^ab]{2,5}?", "(a{0,3}){2,}b", r"\bab\b$"),
    ]
    programs = []
    for source in sources:
        tree = re._parser.parse(source)  # type: ignore[attr-defined]
        code = [int(number) for number in re._compiler._code(tree, 0)]  # type: ignore[attr-defined]
        programs.append((code, tree.state.groups - 1, tree.state.flags))
    tried = 0
    while time.monotonic() < end:
        code, groups, flags = chance.choice(programs)
        code = list(code)
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(len(code))
            what = chance.randrange(4)
            if what == 0:
                code[at] = chance.choice((0, 1, 2, 3, chance.randrange(45), 2**31, 2**32 - 1))
            elif what == 1:
                code[at] = max(0, code[at] + chance.choice((-2, -1, 1, 2)))
            elif what == 2:
                code.insert(at, chance.randrange(45))
            elif len(code) > 2:
                del code[at]
        note(repr((flags, code, groups)).encode())
        tried += 1
        try:
            pattern = _sre.compile("x", flags, code, groups, {}, ())  # type: ignore[arg-type]
        except (RuntimeError, OverflowError, ValueError, TypeError):
            continue
        for text in ("abcabc", "a" * 12 + "c", "aab b\u0130x xx"):
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            try:
                pattern.match(text)
                pattern.findall(text)
            except (TimeoutError, RuntimeError, SystemError, MemoryError, IndexError):
                pass
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    return tried


def fuzz_guest(chance: random.Random, end: float, note: Note) -> int:
    """See the module's docstring. Returns how many calls were made."""
    guest = Path(__file__).resolve().with_name("fuzz_guest.py")
    tried = 0
    while time.monotonic() < end:
        seed, seconds = chance.randrange(2**32), max(0.5, min(10.0, end - time.monotonic()))
        note(f"seed {seed}".encode())
        with tempfile.TemporaryFile() as calls:
            process = subprocess.Popen(
                [sys.executable, "-m", "objcap", guest, str(seed), str(seconds)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=calls,
            )
            try:
                status = process.wait(seconds + 20)
            except subprocess.TimeoutExpired:  # an endless iterator, say: a guest may do that
                process.kill()
                process.wait()
                status = 0
            calls.seek(max(0, calls.seek(0, os.SEEK_END) - 20_000))
            text = calls.read().decode("utf-8", "replace")
        assert status >= 0 and "Sanitizer" not in text and "runtime error:" not in text, (
            f"a guest ended with {status}: python -m objcap {guest.name} {seed} {seconds}\n{text[-3000:]}"
        )
        numbers = re.findall(r"^(\d+) ", text, re.MULTILINE)
        tried += int(numbers[-1]) if numbers else 0  # none: the guest has broken its own stderr
    return tried


def fuzz_paths(chance: random.Random, end: float, note: Note) -> int:
    """Paths of a guest; see fuzz_paths.py."""
    sys.path.insert(0, str(ROOT / "tools"))
    from fuzz_paths import fuzz as ask

    return ask(chance, end, note)


TARGETS = {
    "wire": fuzz_wire,
    "broker": fuzz_broker,
    "patterns": fuzz_patterns,
    "guest": fuzz_guest,
    "paths": fuzz_paths,
}


def run_target(name: str, seconds: float, seed: int, place: str) -> None:
    """In the process of a target: fuzz, and leave the current input in the file `place`."""
    with open(place, "r+b") as file, mmap.mmap(file.fileno(), ROOM) as memory:

        def note(data: bytes) -> None:
            data = data[: ROOM - 4]
            memory[: 4 + len(data)] = len(data).to_bytes(4, "little") + data

        tried = TARGETS[name](random.Random(seed), time.monotonic() + seconds, note)
    print(f"{name}: {tried} inputs, seed {seed}, no finding", flush=True)


# ---------------------------------------------------------------- the front


def sanitized(folder: Path) -> dict[str, str]:
    """Build objcap with sanitizers into `folder`. Returns what the environment needs."""
    package = folder / "objcap"
    shutil.copytree(ROOT / "src" / "objcap", package, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    compiler = shutil.which("gcc") or sys.exit("fuzz.py: --sanitize needs gcc")
    sources = [ROOT / "src" / "_objcap.c", *sorted((ROOT / "src" / "_objcap").glob("*.c"))]
    subprocess.run(
        [
            *(compiler, "-std=c11", "-O1", "-g", "-fno-omit-frame-pointer", "-fPIC", "-shared", "-UNDEBUG"),
            *("-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-fvisibility=hidden"),
            *(f"-I{ROOT / 'src' / '_objcap'}", f"-I{sysconfig.get_path('include')}"),
            *("-o", package / f"_objcap{sysconfig.get_config_var('EXT_SUFFIX')}", *sources),
        ],
        check=True,
    )
    libraries = [
        subprocess.run([compiler, f"-print-file-name={name}"], capture_output=True, text=True).stdout.strip()
        for name in ("libasan.so", "libubsan.so")
    ]
    return {
        "LD_PRELOAD": " ".join(libraries),
        "PYTHONPATH": str(folder),
        "PYTHONMALLOC": "malloc",
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1",
    }


def fuzz(name: str, seconds: float, seed: int, environment: dict[str, str]) -> bool:
    """Run a target in a process of its own and report. True if there was no finding."""
    with tempfile.NamedTemporaryFile() as place:
        place.truncate(ROOM)
        done = subprocess.run(
            [
                *(sys.executable, __file__, "--inside", place.name),
                *("--seconds", str(seconds), "--seed", str(seed), name),
            ],
            env={**os.environ, **environment},
        )
        if done.returncode == 0:
            return True
        content = Path(place.name).read_bytes()
    size = int.from_bytes(content[:4], "little")
    shown_input = content[4 : 4 + size].hex()
    print(f"{name}: FINDING, status {done.returncode}, seed {seed}; the input was\n{shown_input}")
    return False


def main() -> int:
    """Parse the command line. Returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="+", choices=sorted(TARGETS), metavar="wire|broker|patterns|guest")
    parser.add_argument("--seconds", type=float, default=60, help="for each target (default: 60)")
    parser.add_argument("--seed", type=int, help="of the random numbers (default: another one each time)")
    parser.add_argument("--sanitize", action="store_true", help="with ASan and UBSan")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)
    if options.inside:
        run_target(options.targets[0], options.seconds, seed, options.inside)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        environment = sanitized(Path(folder)) if options.sanitize else {}
        findings = [name for name in options.targets if not fuzz(name, options.seconds, seed, environment)]
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
