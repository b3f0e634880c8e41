"""Files of the host in a sandbox: objcap.caps.Directory, File and as_open."""

from __future__ import annotations

import errno
import gc
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import objcap
from objcap import GuestError, Sandbox, caps

RIGHTS = {"write": True, "create": True, "delete": True}


def whole(path: Path, **options: Any) -> caps.Directory:
    return caps.Directory(path, **RIGHTS, **options)  # type: ignore[arg-type]


def descriptors() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


def settled(folder: Path, expected: list[str]) -> bool:
    """Has the folder come to hold these names?"""
    for _ in range(500):
        if sorted(os.listdir(folder)) == expected:
            return True
        time.sleep(0.01)
    return False


SCRIPT = """
import csv, glob, fileinput, io, json, os, pathlib

with open("data/people.csv", newline="") as file:
    rows = list(csv.DictReader(file))
with open("out/people.json", "w") as file:
    json.dump(rows, file)
with open("out/people.csv", "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["name", "age"])
    writer.writerows([row["name"], int(row["age"]) + 1] for row in rows)
with open("out/people.json") as file:
    assert json.load(file) == rows
path = pathlib.Path("out") / "people.csv"
assert path.exists() and path.is_file() and path.stat().st_size == len(path.read_bytes())
assert path.read_text().splitlines()[1] == "Ada,37", path.read_text()
assert sorted(p.name for p in pathlib.Path("out").iterdir()) == ["people.csv", "people.json"]
assert glob.glob("data/*.csv") == ["data/people.csv"] == [str(p) for p in pathlib.Path("data").glob("*.csv")]
assert [line.rstrip() for line in fileinput.input("data/people.csv")][0] == "name,age"
with fileinput.input("data/people.csv", openhook=fileinput.hook_encoded("latin-1")) as lines:
    assert len(list(lines)) == 3
pathlib.Path("out/deep/er").mkdir(parents=True)
pathlib.Path("out/deep/er/x").write_text("x")
walked = [(top, files) for top, folders, files in os.walk("out/deep")]
assert walked == [("out/deep", []), ("out/deep/er", ["x"])]
os.replace("out/deep/er/x", "out/deep/y")
os.remove("out/deep/y")
os.rmdir("out/deep/er")
pathlib.Path("out/deep").rmdir()
with open("out/wide", "w", encoding="utf-16") as file:
    print("wide", file=file)
assert open("out/wide", encoding="utf-16").read() == "wide\\n"
with io.open(pathlib.Path("data/people.csv"), "rb") as file, io.TextIOWrapper(file) as text:
    assert next(text) == "name,age\\n"
assert isinstance(open("data/people.csv"), io.TextIOBase)
assert isinstance(open("data/people.csv", "rb"), io.BufferedIOBase)
import gzip, zipfile, configparser, tokenize
with gzip.open("out/z.gz", "wt") as file:
    file.write("packed")
assert gzip.open("out/z.gz", "rt").read() == "packed"
with zipfile.ZipFile("out/z.zip", "w") as archive:
    archive.writestr("a", "b")
assert zipfile.ZipFile("out/z.zip").read("a") == b"b"
assert len(list(tokenize.generate_tokens(open("data/people.csv").readline))) > 3
try:
    open("/etc/passwd")
except PermissionError as error:
    assert error.filename == "/etc/passwd" and "no grant covers" in str(error), error
else:
    raise AssertionError
try:
    open("data/missing")
except FileNotFoundError as error:
    assert str(error) == "[Errno 2] No such file or directory: 'data/missing'", error
"done"
"""


def folders(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "people.csv").write_text("name,age\nAda,36\nGrace,85\n")
    (tmp_path / "to").mkdir()
    return {"data": caps.Directory(tmp_path / "in"), "out": whole(tmp_path / "to")}


@pytest.mark.parametrize("snapshots", [True, False])
def test_plain_scripts_run(tmp_path: Path, snapshots: bool) -> None:
    with Sandbox(grant={"open": caps.as_open(folders(tmp_path))}, snapshots=snapshots) as box:
        assert box.run(SCRIPT).value == "done"
    assert sorted(os.listdir(tmp_path / "to")) == ["people.csv", "people.json", "wide", "z.gz", "z.zip"]
    assert os.listdir(tmp_path / "in") == ["people.csv"]


def test_a_directory_and_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("héllo\n")
    with Sandbox(grant={"d": whole(tmp_path), "f": caps.File(tmp_path / "x")}) as box:
        assert box.eval("d.open('x').read(), d.listdir(), f.open().read()") == ("héllo\n", ["x"], "héllo\n")
        box.exec("with d.open('y', 'wb') as y: y.write(bytes(range(256)) * 5000)")
        assert (tmp_path / "y").read_bytes() == bytes(range(256)) * 5000
        assert box.eval("d.open('y', 'rb').read()[-3:]") == b"\xfd\xfe\xff"
        assert box.eval("[n for n in dir(d) if n[0] != '_']") == sorted(caps.Directory._exports)
        box.exec("e = d.sub('.', read_only=True)")
        with pytest.raises(GuestError, match="Permission denied"):
            box.exec("e.open('x', 'w')")
        with pytest.raises(GuestError, match="cannot pass"):
            box.eval("d.open('x')")  # a file does not go back


def test_what_the_guest_cannot_do_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("text")
    with Sandbox(grant={"d": whole(tmp_path)}) as box:
        box.exec("f = d.open('x'); import io, gc, os, copy, pickle")
        for source in (
            "f.fileno()",
            "f.buffer.fileno()",
            "f.detach()",
            "type(f)(3)",
            "type(f).__new__(type(f))",
            "type(f.buffer)()",
            "object.__new__(type(f))",
            "copy.copy(f)",
            "pickle.dumps(f)",
            "f.__setstate__((3,))",
            "f.__class__ = int",
            "f.name = '/etc/passwd'",
            "f.buffer.mode = 'w'",
            "os.fdopen(3)",
            "io.FileIO(4)",
            "open('x')",
            "f.write('x')",
            "f.buffer.write(b'x')",
            "f.truncate(0)",
            "type(f).read(object())",
            "type(f).buffer.__get__(5)",
        ):
            with pytest.raises(GuestError) as caught:
                box.exec(source)
            assert str(tmp_path) not in str(caught.value) + caught.value.traceback, source
        assert box.eval("f.read()") == "text"
        assert str(tmp_path) not in box.eval("repr(f) + repr(f.buffer) + f.name + repr(d) + str(d.__doc__)")


def test_a_guest_that_dies_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("before")
    start = "f = d.open('x', 'w'); f.write('half' * 50000); f.flush(); g = d.open('new', 'w'); g.write('n')"
    for end in ("kill", "close", "crash", "limit", "drop"):
        directory = whole(tmp_path)
        box = Sandbox(grant={"d": directory}, memory="64 MiB")
        box.exec(start)
        assert len(os.listdir(tmp_path)) == 3
        if end == "kill":
            os.kill(pid_of(box), signal.SIGKILL)
            with pytest.raises(objcap.WorkerCrashed):
                box.eval("1")
        elif end == "close":
            box.close()
        elif end == "crash":
            with pytest.raises(objcap.WorkerCrashed):
                write_until_killed(box)
        elif end == "limit":
            with pytest.raises(objcap.MemoryLimit):
                box.exec("bytes(1 << 30)")
            box.close()
        else:
            del box
        gc.collect()
        assert settled(tmp_path, ["x"]), end
        assert (tmp_path / "x").read_text() == "before"
        assert directory._tree.account.open == 0 and not directory._tree.account.writing


def pid_of(box: Sandbox) -> int:
    """The process number of a worker."""
    for line in Path(f"/proc/self/fdinfo/{box._session.worker.pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    raise AssertionError


def write_until_killed(box: Sandbox) -> None:
    """Kill the worker in the midst of a write."""
    pid = pid_of(box)
    threading.Timer(0.2, os.kill, (pid, signal.SIGKILL)).start()
    box.exec("while True: f.write('x' * 1000); f.seek(0)")


def test_an_interrupted_write_is_not_committed(tmp_path: Path) -> None:
    with Sandbox(grant={"d": whole(tmp_path)}, wall=0.3) as box:
        with pytest.raises(objcap.WallLimit):
            box.exec("f = d.open('x', 'w')\nwhile True:\n  f.write('x' * 100); f.seek(0)")
        assert "x" not in os.listdir(tmp_path)
    gc.collect()
    assert settled(tmp_path, [])


def test_quota_holds_with_many_sandboxes(tmp_path: Path) -> None:
    directory = whole(tmp_path, quota_bytes=50_000, quota_files=12, open_files=100)
    errors: list[BaseException] = []
    source = (
        "import random\nrandom.seed(seed)\n"
        "for i in range(40):\n"
        "    try:\n"
        "        with d.open(f'f{random.randrange(16)}', random.choice(['wb', 'ab'])) as f:\n"
        "            for j in range(random.randrange(5)): f.write(bytes(random.randrange(9000)))\n"
        "    except OSError as error:\n"
        "        assert error.errno == 122, error\n"
    )

    def work(seed: int) -> None:
        try:
            with Sandbox(grant={"d": directory}, snapshots=False) as box:
                box.exec(source, {"seed": seed})
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gc.collect()
    assert not errors
    names = os.listdir(tmp_path)
    sizes = sum((tmp_path / name).stat().st_size for name in names)
    account = directory._tree.account
    assert (
        (account.used_size, account.used_entries) == (sizes, len(names))
        and sizes <= 50_000
        and len(names) <= 12
    )
    assert account.open == 0 and not account.writing and not any(name.startswith(".") for name in names)


def test_a_flood_of_opens_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    few = caps.Directory(tmp_path, open_files=5)
    many = caps.Directory(tmp_path, open_files=10**6)
    before = descriptors()
    flood = (
        "held = []\ntry:\n    while True: held.append(d.open('x'))\n"
        "except OSError as error: number = error.errno\n"
    )
    for snapshots in (True, False):
        with Sandbox(grant={"d": few, "e": many}, snapshots=snapshots) as box:
            box.exec(flood)
            assert box.eval("len(held), number") == (5, errno.EMFILE)
            box.exec("held.pop()\nassert d.open('x').read() == 'x'")
            box.exec("held.clear()\n" + flood.replace("d.open", "e.open"))
            count, number = box.eval("len(held), number")
            assert number == errno.EMFILE and 200 < count < 1100
            assert box.eval("held.clear() or e.open('x').read()") == "x"
            assert few._tree.account.open == many._tree.account.open == 0 or box.eval("1") == 1
        assert few._tree.account.open == many._tree.account.open == 0
    assert descriptors() <= before + 12  # zygotes


def test_no_descriptor_is_left_on_either_side(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with Sandbox(grant={"d": whole(tmp_path)}, snapshots=False) as box:
        box.exec("d.open('x').read()")

        def inside() -> int:
            return len(os.listdir(f"/proc/{pid_of(box)}/fd"))

        before = inside(), descriptors()
        box.exec(
            "for i in range(500):\n"
            "    d.open('x').read(); d.open('x', 'rb').close(); d.open('y', 'w').write('y')\n"
            "    for name, mode in (('no', 'r'), ('..', 'r'), ('x', 'x'), ('x', 'q')):\n"
            "        try: d.open(name, mode)\n"
            "        except (OSError, ValueError): pass\n"
        )
        box.exec("1")
        assert (inside(), descriptors()) == before


def test_a_revoked_directory_takes_no_more(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with Sandbox(grant={"d": whole(tmp_path)}) as box:
        box.exec("f = d.open('new', 'w'); f.write('n')")
        box.revoke("d")
        with pytest.raises(GuestError, match="revoked"):
            box.exec("d.open('x')")
        with pytest.raises(GuestError, match="revoked"):
            box.exec("f.close()")
    gc.collect()
    assert settled(tmp_path, ["x"])


def test_a_twin_and_its_files(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("line 1\nline 2\n")
    with Sandbox(grant={"d": whole(tmp_path)}) as box:
        box.exec("r = d.open('x'); r.readline(); w = d.open('new', 'w'); w.write('both'); w.flush()")
        with box.fork() as twin:
            assert twin.eval("r.readline()") == box.eval("r.readline()") == "line 2\n"
            twin.exec("w.close()")
            assert (tmp_path / "new").read_text() == "both"
            with pytest.raises(GuestError, match="OSError"):
                box.exec("w.close()")


def test_files_are_passed_to_functions_of_the_guest(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("for you")
    directory = caps.Directory(tmp_path)

    def lend(function: Any) -> Any:
        return function(directory.open("x"), [directory.open("x", "rb")])

    with Sandbox(grant={"lend": lend, "many": lambda n: [directory.open("x") for _ in range(n)]}) as box:
        box.exec("def take(text, binary): return text.read(), binary[0].read()")
        assert box.eval("lend(take)") == ("for you", b"for you")
        assert box.eval("[f.read() for f in many(8)]") == ["for you"] * 8
        with pytest.raises(GuestError, match="at most 8 streams"):
            box.eval("many(9)")
        assert box.eval("many(0)") == []
        assert directory._tree.account.open == 0 or box.eval("1") == 1


def test_the_kernel_bounds_what_native_code_writes(tmp_path: Path) -> None:
    box = Sandbox(grant={"d": whole(tmp_path)}, file_size=100_000)
    with box, pytest.raises(GuestError, match="File too large"):
        box.exec("f = d.open('x', 'wb', 0); f.write(bytes(100_000)); f.write(b'1')")
    for wrong in (-1, "big"):
        with pytest.raises((TypeError, ValueError)):
            Sandbox(file_size=wrong)  # type: ignore[arg-type]
    with Sandbox(grant={"d": whole(tmp_path)}, file_size=None) as box:
        box.exec("f = d.open('x', 'wb', 0); f.write(bytes(10)); f.close()")


def test_memory_of_a_guest_counts_its_buffers(tmp_path: Path) -> None:
    with open(tmp_path / "big", "wb") as file:
        file.truncate(1 << 30)
    with Sandbox(grant={"d": whole(tmp_path)}, memory="32 MiB") as box:
        with pytest.raises(objcap.MemoryLimit):
            box.exec("d.open('big', 'rb').read()")
        with pytest.raises(objcap.MemoryLimit):
            box.exec("d.open('big').read()")
        with pytest.raises(objcap.MemoryLimit):
            box.exec("d.open('big').readline()")
        assert box.eval("len(d.open('big', 'rb').read(1000))") == 1000


@pytest.mark.parametrize("gate", ["revocable", "logged", "limited", "expiring"])
def test_plain_scripts_run_behind_a_gate(tmp_path: Path, gate: str) -> None:
    gates: dict[str, Any] = {
        "revocable": caps.revocable,
        "logged": lambda cap: caps.logged(cap, lambda event: None),
        "limited": lambda cap: caps.limited(cap, calls=10**6, bytes=10**8),
        "expiring": lambda cap: caps.expiring(cap, 3600),
    }
    places = {name: gates[gate](cap) for name, cap in folders(tmp_path).items()}
    with Sandbox(grant={"open": caps.as_open(places)}) as box:
        assert box.run(SCRIPT).value == "done"
    assert sorted(os.listdir(tmp_path / "to")) == ["people.csv", "people.json", "wide", "z.gz", "z.zip"]
    with Sandbox(grant={"open": gates[gate](caps.as_open(folders_again(tmp_path)))}) as box:
        assert (
            box.run("open('out/n', 'w').write('n'); open('data/people.csv').readline()").value == "name,age\n"
        )
        box.exec("half = open('out/half', 'w'); half.write('h')")
    gc.collect()
    assert settled(tmp_path / "to", ["n", "people.csv", "people.json", "wide", "z.gz", "z.zip"])


def folders_again(tmp_path: Path) -> dict[str, Any]:
    return {"data": caps.Directory(tmp_path / "in"), "out": whole(tmp_path / "to")}
