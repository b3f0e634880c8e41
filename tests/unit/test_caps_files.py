"""objcap.caps.Directory, File and as_open: the host's side, and file objects, which a capability that is
called in one process gives as a guest has them."""

from __future__ import annotations

import errno
import gc
import io
import os
import pickle
import re
import stat
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from objcap import _objcap, caps
from objcap.caps import _asking, _paths, _writing

UNSUPPORTED = io.UnsupportedOperation


def all_rights(path: Any, **options: Any) -> caps.Directory:
    return caps.Directory(path, write=True, create=True, delete=True, **options)


def opener(path: Any, **options: Any) -> Callable[..., Any]:
    """open() as a guest has it, in all rights."""
    found: Callable[..., Any] = all_rights(path, **options).capability().open  # type: ignore[attr-defined]
    return found


@pytest.fixture(params=["openat2", "walk"])
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With the kernel's resolution of paths, and with ours."""
    monkeypatch.setattr(_paths, "_openat2", request.param == "openat2")
    found: str = request.param
    return found


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


# ---------------------------------------------------------------- file objects against io

PIECES = st.sampled_from(
    [
        b"a",
        b"bc",
        b"\n",
        b"\r",
        b"\r\n",
        b" ",
        "é".encode(),
        "€".encode(),
        "\U0001f600".encode(),
        b"\x80",
        b"\xe2",
        b"\xe2\x82",
        b"\xf0\x9f",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xc0\xaf",
        b"x" * 300,
        b"y" * 70000,
    ]
)
CONTENTS = st.lists(PIECES, max_size=30).map(b"".join)
READS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), st.integers(-1, 9)),
        st.tuples(st.just("readline"), st.integers(-1, 9)),
        st.tuples(st.just("readline"), st.just(-1)),
        st.tuples(st.just("readlines"), st.integers(-1, 20)),
        st.tuples(st.just("tell"), st.none()),
        st.tuples(st.just("seek"), st.none()),
        st.tuples(st.just("next"), st.none()),
    ),
    max_size=12,
)


def outcome(call: Callable[[], Any]) -> Any:
    """What it returns, or which exception it raises."""
    try:
        return call()
    except Exception as error:
        return type(error)


@given(
    CONTENTS,
    st.sampled_from(["utf-8", "latin-1", "ascii"]),
    st.sampled_from(["strict", "replace", "ignore", "surrogateescape"]),
    st.sampled_from([None, "", "\n", "\r", "\r\n"]),
    READS,
)
@settings(max_examples=400)
def test_text_is_read_as_io_reads_it(
    data: bytes, encoding: str, errors: str, newline: Any, reads: Any
) -> None:
    if errors == "ignore" and re.search(rb"\r[\x80-\xff]", data):
        return  # we know newlines before bytes are left out, io after it
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x")
        path.write_bytes(data)
        options = {"encoding": encoding, "errors": errors, "newline": newline}
        with opener(folder)("x", **options) as ours, open(path, **options) as theirs:
            marks: list[tuple[int, int]] = []
            looked = False
            for name, number in reads:
                if name == "readlines":
                    looked = True
                if name == "tell":
                    if looked:  # io cannot tell after it
                        continue
                    marks.append((ours.tell(), theirs.tell()))
                    continue
                if name == "seek":
                    if marks:
                        ours.seek(marks[-1][0])
                        theirs.seek(marks[-1][1])
                    continue
                if name == "next":
                    first, second = (outcome(file.readline) for file in (ours, theirs))
                else:
                    first, second = (outcome(partial(getattr(file, name), number)) for file in (ours, theirs))
                if second is UnicodeDecodeError and first is not second:
                    return  # io decodes ahead: what it has read before is right, and so are we
                assert first == second, (name, number)
                if first is UnicodeDecodeError:
                    return


@given(
    st.lists(st.text(max_size=20) | st.just("a\nb\n"), max_size=8),
    st.sampled_from([None, "", "\n", "\r", "\r\n"]),
)
def test_text_is_written_as_io_writes_it(texts: list[str], newline: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "x"), Path(folder, "y")
        options = {"encoding": "utf-8", "errors": "surrogateescape", "newline": newline}
        with opener(folder)("x", "w", **options) as first, open(theirs, "w", **options) as second:
            for text in texts:
                assert outcome(lambda: first.write(text)) == outcome(lambda: second.write(text))  # noqa: B023
        assert ours.read_bytes() == theirs.read_bytes()


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["read", "readline", "read1"]), st.integers(-1, 9)),
        st.tuples(st.just("write"), st.binary(max_size=9)),
        st.tuples(st.just("fill"), st.sampled_from([65535, 65536, 70000])),
        st.tuples(st.just("seek"), st.integers(0, 40)),
        st.tuples(st.just("seek"), st.tuples(st.integers(-5, 5), st.sampled_from([1, 2]))),
        st.tuples(st.just("truncate"), st.integers(0, 40) | st.none()),
        st.tuples(st.sampled_from(["tell", "flush"]), st.just(())),
        st.tuples(st.just("readinto"), st.integers(0, 9)),
        st.tuples(st.just("writelines"), st.lists(st.binary(max_size=5), max_size=3)),
    ),
    max_size=20,
)


@given(st.binary(max_size=40), st.sampled_from(["rb", "wb", "ab", "r+b", "w+b", "a+b"]), ACTIONS)
@settings(max_examples=400)
def test_binary_files_do_what_those_of_io_do(data: bytes, mode: str, actions: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("x", "y"):
            Path(folder, name).write_bytes(data)
        with opener(folder)("x", mode) as ours, open(Path(folder, "y"), mode) as theirs:

            def act(file: Any, name: str, argument: Any) -> Any:
                if name == "fill":
                    return file.write(b"z" * argument)
                if name == "readinto":
                    buffer = bytearray(argument)
                    return file.readinto(buffer), bytes(buffer)
                return (
                    getattr(file, name)(*argument)
                    if type(argument) is tuple
                    else getattr(file, name)(argument)
                )

            for name, argument in actions:
                if name == "read1":
                    name = "read"
                if name == "readline" and argument == 0:
                    continue
                if mode[0] == "a":  # io says where it would write if it did not append
                    theirs.flush()
                assert outcome(lambda: act(ours, name, argument)) == outcome(  # noqa: B023
                    lambda: act(theirs, name, argument)  # noqa: B023
                ), (name, argument)
        assert Path(folder, "x").read_bytes() == Path(folder, "y").read_bytes()


def test_attributes_and_refusals(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"one\r\ntwo\n")
    open_ = opener(tmp_path)
    file = open_("x")
    assert (file.name, file.mode, file.encoding, file.errors, file.newlines) == (
        "x",
        "r",
        "utf-8",
        "strict",
        None,
    )
    assert file.readable() and not file.writable() and file.seekable() and not file.isatty()
    assert file.read() == "one\ntwo\n" and file.newlines == ("\n", "\r\n")
    assert "TextFile" in repr(file) and str(tmp_path) not in repr(file)
    for name in ("fileno", "detach"):
        with pytest.raises(UNSUPPORTED):
            getattr(file, name)()
    for call in (lambda: file.write("x"), file.truncate):
        with pytest.raises(UNSUPPORTED):
            call()
    for kind in (type(file), type(file.buffer)):
        with pytest.raises(TypeError):
            kind()
        with pytest.raises(TypeError):
            kind.__new__(kind)
        with pytest.raises(TypeError):
            type("Sub", (kind,), {})
    with pytest.raises(TypeError):
        pickle.dumps(file)
    with pytest.raises(AttributeError):
        file.extra = 1
    with pytest.raises(UNSUPPORTED):
        file.reconfigure(encoding="ascii")
    assert weakref.ref(file)() is file
    file.close()
    file.close()
    assert file.closed and file.buffer.closed
    for call in (
        file.read,
        file.readline,
        lambda: next(file),
        file.tell,
        lambda: file.__enter__(),
        file.readable,
    ):
        with pytest.raises(ValueError, match="closed"):
            call()
    with open_("y", "wb") as out, pytest.raises(UNSUPPORTED):
        out.read()
    with pytest.raises(TypeError):
        open_("y", "wb").write("text")


def test_the_end_after_truncate(tmp_path: Path) -> None:
    with opener(tmp_path)("x", "wb") as file:
        file.write(b"z" * 100)
        file.truncate(0)
        assert file.seek(0, 2) == 0 and file.write(b"a") == 1 and file.seek(0, 2) == 1
    assert (tmp_path / "x").read_bytes() == b"a"


def test_buffers_that_run_code(tmp_path: Path) -> None:
    """What the guest's objects do while their buffer is asked for or given back finds a whole file."""
    (tmp_path / "x").write_bytes(bytes(range(256)) * 40)
    open_ = opener(tmp_path)
    file = open_("x", "r+b")
    array = __import__("array").array("I", [0] * 4)
    assert file.readinto(array) == 16 and array.tobytes() == bytes(range(16))
    view = memoryview(bytearray(8))[::1]
    assert file.readinto(view) == 8
    with pytest.raises(TypeError):
        file.readinto(memoryview(bytearray(8))[::2])
    with pytest.raises(TypeError):
        file.readinto(b"constant")

    class Index:
        def __index__(self) -> int:
            file.close()
            return 3

    with pytest.raises(ValueError, match="closed"):
        file.seek(Index())
    file = open_("x", "r+b")
    with pytest.raises(ValueError, match="closed"):
        file.read(Index())
    file = open_("x", "r+b")
    with pytest.raises(ValueError, match="closed"):
        file.truncate(Index())
    if sys.version_info >= (3, 12):
        file = open_("x", "r+b")

        class Buffer:
            def __buffer__(self, flags: int) -> memoryview:
                file.close()
                return memoryview(bytearray(10))

        for call in (lambda: file.readinto(Buffer()), lambda: file.write(Buffer())):  # type: ignore[arg-type]
            with pytest.raises(ValueError, match="closed"):
                call()


def test_finalisers_find_the_file_at_work(tmp_path: Path) -> None:
    """A method that is at work keeps others off: a collection in the midst of decoding, a lent control."""
    (tmp_path / "x").write_bytes(b"\xff" * 5000)
    file = opener(tmp_path)("x", errors="strict")
    seen = []

    class Loop:
        def __init__(self) -> None:
            self.me = self

        def __del__(self) -> None:
            try:
                seen.append(file.read(1))
            except (RuntimeError, UnicodeDecodeError) as error:
                seen.append(type(error))

    old = gc.get_threshold()
    try:
        for threshold in range(1, 40):
            Loop()
            gc.set_threshold(threshold)
            with pytest.raises(UnicodeDecodeError):
                file.read()
            file.seek(0)
    finally:
        gc.set_threshold(*old)
    gc.collect()
    assert set(seen) <= {RuntimeError, UnicodeDecodeError}


# ---------------------------------------------------------------- opening


def test_modes_and_arguments(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"abc")
    open_ = opener(tmp_path)
    for mode in ("", "q", "rw", "rr", "r++", "rbt", "U", "b", "+"):
        with pytest.raises(ValueError, match="mode"):
            open_("x", mode)
    for options in ({"encoding": "utf-8"}, {"errors": "strict"}, {"newline": ""}):
        with pytest.raises(ValueError, match="binary"):
            open_("x", "rb", **options)
    with pytest.raises(ValueError, match="unbuffered"):
        open_("x", "r", 0)
    with pytest.raises(ValueError, match="newline"):
        open_("x", newline="x")
    with pytest.raises(LookupError, match="TextIOWrapper"):
        open_("x", encoding="utf-16")
    with pytest.raises(LookupError):
        open_("x", errors="xmlcharrefreplace")
    for arguments in ((5,), (None,), ("x", 5), ("x", "r", None), ("x", "r", -1, 5)):
        with pytest.raises(TypeError):
            open_(*arguments)
    assert open_(b"x").name == "x"
    with open_("x", "rb", 0) as file:
        assert file.read(2) == b"ab"
    with open_("new", "wb", 0) as file:
        file.write(b"now")
        assert [name.read_bytes() for name in tmp_path.iterdir() if name.name != "x"] == [b"now"]
    with open_("lines", "w", 1) as file:
        file.write("one\n")
        assert any(name.read_bytes() == b"one\n" for name in tmp_path.iterdir())


def tree(tmp_path: Path) -> Path:
    """A folder with links of all kinds in it, and a secret beside it."""
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("secret")
    home = tmp_path / "home"
    (home / "sub" / "deep").mkdir(parents=True)
    (home / "file").write_text("inside")
    (home / "sub" / "file").write_text("in sub")
    links = {
        "link": "file",
        "link2": "link",
        "into": "sub",
        "sub/up": "../file",
        "sub/deep/up": "../../file",
        "round": "round2",
        "round2": "round",
        "out": "../secret",
        "outdir": "../other",
        "abs": str(tmp_path / "secret"),
        "abs_in": str(home / "file"),
        "dots": "sub/../../secret",
        "back_in": "../home/file",
        "proc": "/proc/self/root",
        "self": ".",
        "dangling": "nothing",
    }
    for name, target in links.items():
        os.symlink(target, home / name)
    os.mkfifo(home / "fifo")
    return home


INSIDE = {
    "file": "inside",
    "./file": "inside",
    "sub//file": "in sub",
    "sub/./file": "in sub",
    "sub/../file": "inside",
    "sub/deep/../../file": "inside",
    "link": "inside",
    "link2": "inside",
    "into/file": "in sub",
    "into/up": "inside",
    "into/../file": "inside",
    "sub/deep/up": "inside",
    "self/self/self/file": "inside",
}
OUTSIDE = {
    "../secret": errno.EACCES,
    "../home/file": errno.EACCES,
    "..": errno.EACCES,
    "sub/../../secret": errno.EACCES,
    "/etc/passwd": errno.EACCES,
    "//etc/passwd": errno.EACCES,
    "out": errno.EACCES,
    "outdir/file": errno.EACCES,
    "abs": errno.EACCES,
    "abs_in": errno.EACCES,
    "dots": errno.EACCES,
    "back_in": errno.EACCES,
    "proc/etc/passwd": errno.EACCES,
    "round": errno.ELOOP,
    "fifo": errno.EACCES,
    "nothing": errno.ENOENT,
    "dangling": errno.ENOENT,
    "": errno.ENOENT,
    ".": errno.EISDIR,
    "sub": errno.EISDIR,
    "sub/": errno.EISDIR,
    "file/": errno.ENOTDIR,
    "file/x": errno.ENOTDIR,
    "file/..": errno.ENOTDIR,
    "file/.": errno.ENOTDIR,
    "x" * 300: errno.ENAMETOOLONG,
    "x/" * 3000: errno.ENAMETOOLONG,
    "self/" * 300 + "file": errno.ENAMETOOLONG,
    ".objcap-x": errno.EACCES,
    ".ObjCap-x": errno.EACCES,
    "sub/.objcap-/x": errno.EACCES,
    "\udcff": errno.ENOENT,
}


@pytest.mark.parametrize("path", INSIDE)
def test_paths_that_stay_inside(both: str, tmp_path: Path, path: str) -> None:
    home = tree(tmp_path)
    directory = caps.Directory(home)
    cap: Any = directory.capability()
    assert cap.open(path).read() == INSIDE[path] and cap.open(os.fsencode(path)).read() == INSIDE[path]
    assert cap.exists(path) and cap.is_file(path) and not cap.is_dir(path)
    assert cap.stat(path)["size"] == len(INSIDE[path]) and cap.stat(path)["kind"] == "file"


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("mode", ["r", "w", "a", "x", "r+"])
def test_paths_that_do_not(both: str, tmp_path: Path, path: str, mode: str) -> None:
    home = tree(tmp_path)
    cap: Any = all_rights(home).capability()
    before = sorted(os.walk(tmp_path))
    if mode in "wax" and path in ("nothing", "\udcff", "dangling"):
        return
    with pytest.raises(OSError) as caught:
        cap.open(path, mode)
    expected = OUTSIDE[path]
    if (
        (mode != "r" and expected == errno.EISDIR)
        or path in ("file/..", "file/.", "sub/", "file/", ".", "sub")
        or (mode != "r" and path == "..")
    ):
        assert caught.value.errno in (errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.EINVAL)
    elif mode == "x" and path == "fifo":
        assert caught.value.errno in (errno.EEXIST, errno.EACCES)
    else:
        assert caught.value.errno == expected, caught.value
    assert str(tmp_path) not in str(caught.value) and caught.value.filename is None
    assert not cap.is_file(path)
    assert sorted(os.walk(tmp_path)) == before and (tmp_path / "secret").read_text() == "secret"


@pytest.mark.parametrize(
    "path", ["../x", "out", "abs", "outdir/x", "/x", "", ".", "sub/..", "..", "dots", ".objcap-1"]
)
def test_changes_stay_inside(both: str, tmp_path: Path, path: str) -> None:
    home = tree(tmp_path)
    cap: Any = all_rights(home).capability()
    outside = sorted(os.walk(tmp_path / "other")), (tmp_path / "secret").read_text()
    for call in (
        lambda: cap.mkdir(path),
        lambda: cap.rmdir(path),
        lambda: cap.rename("file", path),
        lambda: cap.rename(path, "taken"),
        lambda: cap.remove(path),
        lambda: cap.sub(path),
        lambda: cap.listdir(path),
    ):
        try:
            call()
        except OSError as error:
            assert str(tmp_path) not in str(error)
    assert (sorted(os.walk(tmp_path / "other")), (tmp_path / "secret").read_text()) == outside
    assert sorted(os.listdir(tmp_path)) == ["home", "other", "secret"]


def test_names_that_no_file_has(both: str, tmp_path: Path) -> None:
    cap: Any = all_rights(tmp_path).capability()
    for path in ("a\0b", "\ud800", "\0"):
        for call in (cap.open, cap.listdir, cap.stat, cap.mkdir, cap.remove, cap.sub):
            with pytest.raises(ValueError):
                call(path)
        assert not cap.exists(path) and not cap.is_dir(path)
    for wrong in (5, None, ["x"], ("x",), 1.5, {"x": 1}):
        for call in (cap.open, cap.listdir, cap.stat, cap.mkdir, cap.remove, cap.exists, cap.sub):
            with pytest.raises(TypeError):
                call(wrong)


def test_both_ways_of_resolving_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tree(tmp_path)
    names = [
        "file",
        "sub",
        "..",
        ".",
        "link",
        "into",
        "up",
        "self",
        "out",
        "outdir",
        "deep",
        "x",
        "",
        "abs",
        "dangling",
    ]

    @given(st.lists(st.sampled_from(names), min_size=1, max_size=6).map("/".join))
    def agree(path: str) -> None:
        cap: Any = caps.Directory(home).capability()
        results = []
        for kernel in (True, False):
            monkeypatch.setattr(_paths, "_openat2", kernel)
            try:
                results.append(cap.stat(path)["kind"])
            except OSError as error:
                results.append(error.errno)
        assert results[0] == results[1], path

    agree()


def test_mount_points_are_not_crossed() -> None:
    """/proc/sys/fs/binfmt_misc or another mount below a folder of the system: looked for, only read."""
    mounts = [line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()]
    for point in mounts:
        above = os.path.dirname(point)
        if above not in ("/", point) and os.path.isdir(above):
            root = _paths.Root(os.open(above, os.O_PATH | os.O_DIRECTORY))
            parts = [os.fsencode(os.path.basename(point))]
            for look in (root.look, root.walk):
                with pytest.raises(OSError) as caught:
                    os.close(look(parts))
                assert caught.value.errno == errno.EXDEV
            os.close(root.fd)
            return
    pytest.skip("no mount below another folder")


def test_listing(both: str, tmp_path: Path) -> None:
    home = tree(tmp_path)
    cap: Any = all_rights(home).capability()
    assert sorted(cap.listdir()) == sorted(os.listdir(home)) == sorted(cap.listdir("."))
    kinds = dict(cap.scandir())
    assert kinds["file"] == kinds["link"] == "file" and kinds["sub"] == kinds["into"] == "directory"
    assert kinds["out"] == kinds["abs"] == kinds["fifo"] == kinds["round"] == kinds["outdir"] == "other"
    with cap.open("new", "w") as file:
        file.write("x")
        assert "new" not in cap.listdir() and len(os.listdir(home)) == len(kinds) + 1
        assert cap.listdir() and not any(name.startswith(".objcap") for name in cap.listdir())
    assert "new" in cap.listdir()
    weird = os.fsdecode(b"\xff\xfe name \n")
    (home / weird).write_text("weird")
    assert weird in cap.listdir() and cap.open(weird).read() == "weird"
    assert set(cap.stat("file")) == {"kind", "size", "mtime_ns", "atime_ns", "ctime_ns"}


def test_rights(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    (tmp_path / "d").mkdir()
    calls: dict[str, Callable[[Any], Any]] = {
        "read": lambda cap: cap.open("x").read(),
        "list": lambda cap: cap.listdir(),
        "scan": lambda cap: cap.scandir(),
        "stat": lambda cap: cap.stat("x"),
        "exists": lambda cap: cap.exists("x"),
        "is_file": lambda cap: cap.is_file("x"),
        "write": lambda cap: cap.open("x", "w").close(),
        "append": lambda cap: cap.open("x", "a").close(),
        "change": lambda cap: cap.open("x", "r+").close(),
        "create": lambda cap: cap.open("new", "w").close(),
        "mkdir": lambda cap: cap.mkdir("e"),
        "remove": lambda cap: cap.remove("x"),
        "rmdir": lambda cap: cap.rmdir("d"),
        "rename": lambda cap: cap.rename("x", "y"),
        "replace": lambda cap: cap.rename("x", "z"),
    }
    permitted = {
        (): set(),
        ("read",): {"read", "list", "scan", "stat", "exists", "is_file"},
        ("write",): {"write", "append"},
        ("create",): {"create", "mkdir"},
        ("delete",): {"remove", "rmdir"},
        ("delete", "create"): {"remove", "rmdir", "create", "mkdir", "rename"},
        ("delete", "write"): {"remove", "rmdir", "write", "append", "replace"},
        ("read", "write"): {"read", "list", "scan", "stat", "exists", "is_file", "write", "append", "change"},
    }
    for rights, expected in permitted.items():
        worked = set()
        for name, call in calls.items():
            with tempfile.TemporaryDirectory() as folder:
                Path(folder, "x").write_text("x")
                Path(folder, "z").write_text("z")
                Path(folder, "d").mkdir()
                everything = all_rights(folder)
                asked = {right: right in rights for right in ("read", "write", "create", "delete")}
                first = caps.Directory(folder, **asked).capability()
                second = everything.sub(**asked).capability()
                before = sorted(os.listdir(folder))
                try:
                    call(first)
                except PermissionError as error:
                    assert "=True" in str(error) and sorted(os.listdir(folder)) == before
                    with pytest.raises(PermissionError):
                        call(second)
                else:
                    worked.add(name)
        assert worked == expected, rights


def test_sub_is_never_more(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "x").write_text("x")
    (tmp_path / "top").write_text("top")
    reader = caps.Directory(tmp_path)
    sub: Any = reader.sub("a").capability()
    assert sub.open("x").read() == "x" and sub.sub("b").listdir() == []
    for path in ("../top", "b/../../top", "/x"):
        with pytest.raises(PermissionError):
            sub.open(path)
    with pytest.raises(PermissionError):
        sub.open("x", "w")
    less: Any = all_rights(tmp_path).sub("a", read_only=True).sub(write=True, create=True).capability()
    with pytest.raises(PermissionError):
        less.open("x", "w")
    with pytest.raises(NotADirectoryError):
        reader.sub("top")
    only: Any = caps.read_only(all_rights(tmp_path)).capability()
    assert only.open("top").read() == "top"
    for call in (lambda: only.open("top", "w"), lambda: only.remove("top"), lambda: only.sub("a").mkdir("c")):
        with pytest.raises((PermissionError, AttributeError)):
            call()


def test_arguments_of_directory(tmp_path: Path) -> None:
    for options in (
        {"read": 1},
        {"write": "yes"},
        {"quota_bytes": "1"},
        {"open_files": None},
        {"quota_files": True},
    ):
        with pytest.raises(TypeError):
            caps.Directory(tmp_path, **options)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        caps.Directory(tmp_path, quota_bytes=-1)
    with pytest.raises(FileNotFoundError):
        caps.Directory(tmp_path / "missing")
    (tmp_path / "x").touch()
    with pytest.raises(NotADirectoryError):
        caps.Directory(tmp_path / "x")


def test_hard_links(tmp_path: Path) -> None:
    """A hard link inside is a file of the directory; writing to it leaves the other name's contents."""
    outside = tmp_path / "outside"
    outside.write_text("outside")
    home = tmp_path / "home"
    home.mkdir()
    os.link(outside, home / "link")
    open_ = opener(home)
    assert open_("link").read() == "outside"
    for mode, text in (("w", "new"), ("a", "newmore"), ("r+", "NEWmore")):
        with open_("link", mode) as file:
            file.write({"w": "new", "a": "more", "r+": "NEW"}[mode])
        assert outside.read_text() == "outside" and (home / "link").read_text() == text


# ---------------------------------------------------------------- complete or absent


def test_written_files_are_complete_or_absent(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("before")
    cap: Any = all_rights(tmp_path).capability()
    file = cap.open("x", "w")
    file.write("after" * 100000)
    file.flush()
    assert (tmp_path / "x").read_text() == "before" and cap.open("x").read() == "before"
    file.close()
    assert (tmp_path / "x").read_text() == "after" * 100000
    with cap.open("x", "a") as file:
        file.write("!")
    with cap.open("x", "r+") as file:
        file.seek(5)
        file.truncate()
        file.write("?")
        file.seek(0)
        assert file.read() == "after?"
    assert (tmp_path / "x").read_text() == "after?"
    with pytest.raises(FileExistsError):
        cap.open("x", "x")
    first, second = cap.open("y", "x"), cap.open("y", "x")
    first.close()
    with pytest.raises(FileExistsError):
        second.close()
    with pytest.raises(ZeroDivisionError), cap.open("z", "w") as file:  # as with open(): what there is stays
        file.write("part")
        raise ZeroDivisionError
    assert (tmp_path / "z").read_text() == "part"
    assert sorted(os.listdir(tmp_path)) == ["x", "y", "z"]


def test_a_file_that_is_dropped_is_closed(tmp_path: Path) -> None:
    open_ = opener(tmp_path)
    open_("x", "w").write("dropped")
    assert (tmp_path / "x").read_text() == "dropped"
    buffer = open_("y", "w").buffer
    buffer.write(b"kept by its buffer")
    assert not (tmp_path / "y").exists()
    del buffer
    assert (tmp_path / "y").read_text() == "kept by its buffer"


def test_permission_bits(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    (tmp_path / "x").chmod(0o640)
    open_ = opener(tmp_path)
    open_("x", "w").close()
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640
    old = os.umask(0o027)
    try:
        open_("y", "w").close()
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "y").stat().st_mode) == 0o640
    (tmp_path / "x").chmod(0o400)
    if os.geteuid():
        with pytest.raises(PermissionError):
            open_("x", "w")


def test_leftovers_of_a_host_that_died(tmp_path: Path) -> None:
    """They are swept by the next Directory that writes there, if they are old and nobody holds them."""
    program = (
        "import os, sys; from objcap import caps\n"
        "d = caps.Directory(sys.argv[1], create=True, write=True).capability()\n"
        "f = d.open('x', 'w'); f.write('half'); f.flush(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    (left,) = os.listdir(tmp_path)
    assert left.startswith(".objcap-")
    opener(tmp_path)("y", "w").close()
    assert sorted(os.listdir(tmp_path)) == [left, "y"]  # it is not old
    os.utime(tmp_path / left, (time.time() - 3600, time.time() - 3600))
    holder = opener(tmp_path)("held", "w")
    (held,) = set(os.listdir(tmp_path)) - {left, "y"}
    assert holder is not None
    os.utime(tmp_path / held, (time.time() - 3600, time.time() - 3600))
    opener(tmp_path)("y", "w").close()
    assert sorted(os.listdir(tmp_path)) == sorted([held, "y"])
    holder.close()
    assert sorted(os.listdir(tmp_path)) == ["held", "y"]


def test_a_host_that_ends_removes_what_is_half_written(tmp_path: Path) -> None:
    program = (
        "import os, sys; from objcap import caps\n"
        "d = caps.Directory(sys.argv[1], create=True, write=True)\n"
        "s = d.open('x', 'w')\n"
        "if os.fork() == 0: sys.exit()\n"  # the fork ends, and leaves what is the parent's
        "os.wait(); assert len(os.listdir(sys.argv[1])) == 1"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=True)
    assert os.listdir(tmp_path) == []


# ---------------------------------------------------------------- quotas


def test_quota_holds_to_the_byte(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(bytes(100))
    directory = all_rights(tmp_path, quota_bytes=1000)
    open_: Any = directory.capability().open  # type: ignore[attr-defined]
    with open_("x", "wb") as file:
        file.write(bytes(900))
        for call in (lambda: file.write(b"1"), lambda: file.truncate(901), lambda: file.write(bytes(10**6))):
            with pytest.raises(OSError) as caught:
                call()
            assert caught.value.errno == errno.EDQUOT
        file.seek(899)
        file.write(b"1")
        file.seek(2000)
        with pytest.raises(OSError):
            file.write(b"1")
    assert (tmp_path / "x").stat().st_size == 900
    with pytest.raises(OSError), open_("y", "wb") as file:
        file.write(b"1")
    with open_("x", "wb") as file:  # what it replaces is its own
        file.write(bytes(900))
    with open_("x", "ab") as file, pytest.raises(OSError):
        file.write(b"1")
    directory.remove("there")
    with open_("x", "ab") as file:
        file.write(bytes(100))
    assert directory._tree.account.used_size == 1000 == sum(f.stat().st_size for f in tmp_path.iterdir())
    directory.rename("x", "y")
    assert directory._tree.account.used_size == 1000
    assert directory.sub(".").remove("x") is None if (tmp_path / "x").exists() else True
    assert directory._tree.account.used_entries == len(os.listdir(tmp_path))


def test_a_quota_that_shrinks_while_a_file_is_written(tmp_path: Path) -> None:
    directory = all_rights(tmp_path, quota_bytes=1000)
    open_: Any = directory.capability().open  # type: ignore[attr-defined]
    with open_("x", "wb") as file:
        file.write(bytes(900))
    again = open_("x", "wb")
    again.write(bytes(900))
    directory.remove("x")
    other = open_("y", "wb")
    with pytest.raises(OSError) as caught:  # what is being written in its place has the room now
        other.write(bytes(900))
    assert caught.value.errno == errno.EDQUOT
    directory._tree.account.changed(900, 1)  # it has come some other way
    with pytest.raises(OSError) as caught:
        again.close()
    assert caught.value.errno == errno.EDQUOT
    other.close()
    assert os.listdir(tmp_path) == ["y"] and not (tmp_path / "y").stat().st_size


def test_what_was_written_past_the_limit_is_refused(tmp_path: Path) -> None:
    """As by native code in the guest, which has the descriptor."""
    directory = all_rights(tmp_path, quota_bytes=1000)
    seen: list[Any] = []
    original = _objcap.stream

    def stream(fd: int, *rest: Any) -> Any:
        seen.append(os.dup(fd))
        return original(fd, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_objcap, "stream", stream)
        file = directory.capability().open("x", "wb")  # type: ignore[attr-defined]
    file.write(b"fine")
    os.pwrite(seen[0], bytes(5000), 0)
    with pytest.raises(OSError) as caught:
        file.close()
    assert caught.value.errno == errno.EDQUOT and os.listdir(tmp_path) == []
    os.close(seen[0])


def test_what_is_replaced_is_given_back_once(tmp_path: Path) -> None:
    """Else each of many files that are written in its place would have it to itself."""
    cap: Any = all_rights(tmp_path, quota_bytes=1000).capability()
    with cap.open("x", "wb") as file:
        file.write(b"a" * 900)
    held = []
    for number in range(10):
        held.append(cap.open("x", "wb", 0))
        if number == 0:
            held[0].write(b"b" * 900)
            continue
        with pytest.raises(OSError) as caught:
            held[-1].write(b"b" * 900)
        assert caught.value.errno == errno.EDQUOT
    held[1].write(b"c" * 90)
    cap.remove("x")  # what is not there is not given back
    with pytest.raises(OSError):
        held[2].write(b"d" * 100)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 990
    held[0].close()
    assert (tmp_path / "x").read_bytes() == b"b" * 900


def test_quota_of_files(tmp_path: Path) -> None:
    directory = all_rights(tmp_path, quota_files=3)
    cap: Any = directory.capability()
    cap.mkdir("d")
    cap.open("d/x", "w").close()
    pending = cap.open("y", "w")
    for call in (lambda: cap.open("z", "w"), lambda: cap.mkdir("e")):
        with pytest.raises(OSError) as caught:
            call()
        assert caught.value.errno == errno.EDQUOT
    pending.close()
    cap.open("y", "w").close()
    cap.rename("y", "d/x")
    cap.open("z", "w").close()
    cap.remove("z")
    cap.remove("d/x")
    cap.rmdir("d")
    assert directory._tree.account.used_entries == 0 == len(os.listdir(tmp_path))


@pytest.mark.parametrize("quota", [10_000, 100_000])
def test_quota_holds_with_many_threads(tmp_path: Path, quota: int) -> None:
    directory = all_rights(tmp_path, quota_bytes=quota, quota_files=20, open_files=1000)
    most = 0
    stop = threading.Event()

    def watch() -> None:
        nonlocal most
        while not stop.is_set():
            sizes = 0
            for entry in os.scandir(tmp_path):
                if not entry.name.startswith(".objcap"):
                    try:
                        sizes += entry.stat().st_size
                    except FileNotFoundError:
                        continue
            most = max(most, sizes)

    def work(number: int) -> None:
        random = __import__("random").Random(number)
        cap: Any = directory.capability()
        for _ in range(60):
            name = f"f{random.randrange(25)}"
            try:
                match random.randrange(4):
                    case 0:
                        cap.remove(name)
                    case 1:
                        cap.rename(name, f"f{random.randrange(25)}")
                    case _:
                        with cap.open(name, random.choice(["wb", "ab", "xb"])) as file:
                            for _ in range(random.randrange(6)):
                                file.write(bytes(random.randrange(quota // 4)))
            except OSError as error:
                assert error.errno in (errno.EDQUOT, errno.ENOENT, errno.EEXIST)

    watcher = threading.Thread(target=watch)
    workers = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    watcher.start()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    stop.set()
    watcher.join()
    account = directory._tree.account
    assert not account.writing and account.open == 0
    assert account.used_size == sum(f.stat().st_size for f in tmp_path.iterdir()) <= quota
    assert account.used_entries == len(os.listdir(tmp_path)) <= 20
    assert most <= quota * 2  # a listing is not one moment; the account is exact


# ---------------------------------------------------------------- descriptors


def test_no_descriptor_is_left(tmp_path: Path) -> None:
    tree(tmp_path)
    directory = all_rights(tmp_path, quota_bytes=10**6)
    cap: Any = directory.capability()
    opened = directory.open

    def bad() -> Any:
        return [opened("secret"), object()]

    def twice() -> Any:
        return [opened("secret")] * 2

    cap.open("secret").close()
    gc.collect()
    before = descriptors()
    for _ in range(30):
        cap.open("secret").read()
        cap.open("home/link")
        cap.open("new", "w").write("x")
        cap.open("new", "a+").close()
        cap.sub("home").listdir()
        cap.remove("new")
        for path in ("nothing", "home/abs", "home", "home/fifo", "../x", ".objcap-", "home/file/x"):
            for mode in ("r", "w", "x", "r+"):
                if (path, mode[0]) not in (("nothing", "w"), ("nothing", "x")):
                    with pytest.raises(OSError):
                        assert not cap.open(path, mode), (path, mode)
        stream = directory.open("secret")  # never passed
        del stream
        directory.open("half", "w")
        with pytest.raises(TypeError):
            _objcap.capability(bad)()
        with pytest.raises(ValueError):
            _objcap.capability(twice)()
    gc.collect()
    assert descriptors() == before
    assert directory._tree.account.open == 0 and not directory._tree.account.writing
    assert not (tmp_path / "half").exists()


def test_open_files_are_counted(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    cap: Any = all_rights(tmp_path, open_files=3).capability()
    held = [cap.open("x"), cap.open("x", "rb"), cap.open("y", "w")]
    for call in (lambda: cap.open("x"), lambda: cap.open("z", "w"), lambda: cap.sub(".").open("x")):
        with pytest.raises(OSError) as caught:
            call()
        assert caught.value.errno == errno.EMFILE
    held[0].close()
    assert cap.open("x").read() == "x"
    held.pop().close()
    assert cap.open("z", "w").close() is None


def test_folders_that_a_guest_holds_are_counted(tmp_path: Path) -> None:
    directory = all_rights(tmp_path, open_files=3)
    cap: Any = directory.capability()
    gc.collect()
    before = descriptors()
    held = [cap.sub(), cap.sub("."), cap.sub(".", read_only=True)]
    for call in (cap.sub, held[0].sub, lambda: cap.open("x", "w")):
        with pytest.raises(OSError) as caught:
            call()
        assert caught.value.errno == errno.EMFILE
    with pytest.raises(OSError):
        cap.sub("missing")
    assert len([directory.sub() for _ in range(9)]) == 9  # the host's own are its own
    del held
    gc.collect()
    assert descriptors() == before and directory._tree.account.open == 0


def test_streams_cross_once_and_are_regular(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    stream = caps.Directory(tmp_path).open("x")
    cap = _objcap.capability(lambda: stream)
    assert cap().read() == "x" and stream.closed
    with pytest.raises(ValueError, match="once"):
        cap()
    with pytest.raises(TypeError):
        _objcap.wire_encode(caps.Directory(tmp_path).open("x"))
    for fd in (os.open("/dev/null", os.O_RDONLY), os.open(tmp_path, os.O_RDONLY), *os.pipe()):
        with pytest.raises(ValueError, match="regular"):
            _objcap.stream(fd, 1, "x", "r", None, None, None, None, None)
        os.close(fd)
    with pytest.raises(ValueError):
        _objcap.wire_decode(b"S\x01\0\0\0N")


# ---------------------------------------------------------------- File, as_open


def test_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("text")
    (tmp_path / "beside").write_text("secret")
    cap: Any = caps.File(tmp_path / "x").capability()
    assert cap.open().read() == "text" and cap.open("rb").read() == b"text" and cap.open().name == "x"
    for mode in ("w", "a", "r+", "x", "w+"):
        with pytest.raises(PermissionError):
            cap.open(mode)
    writer: Any = caps.File(tmp_path / "new", "w", quota_bytes=10).capability()
    with writer.open() as file:
        file.write("0123456789")
        with pytest.raises(OSError):
            file.write("1")
    assert (tmp_path / "new").read_text() == "0123456789"
    for mode in ("r", "a", "w+"):
        with pytest.raises(PermissionError):
            writer.open(mode)
    adder: Any = caps.File(tmp_path / "new", "a").capability()
    with adder.open() as file:
        file.write("!")
    for mode in ("r", "w", "a+"):
        with pytest.raises(PermissionError):
            adder.open(mode)
    changer: Any = caps.File(tmp_path / "new", "r+").capability()
    with changer.open() as file:
        file.write("X")
    assert changer.open("r").read() == "X123456789!"
    with open(tmp_path / "x") as opened:
        held: Any = caps.File(opened, name="given").capability()
        assert held.open().read() == "text" and held.open().name == "given"
        with pytest.raises(PermissionError):
            held.open("w")
    with open(tmp_path / "x", "r+") as opened:
        direct: Any = caps.File(opened, "r+", quota_bytes=6).capability()
    with direct.open() as file:
        file.write("TEXT")
        file.seek(0, 2)
        file.write("56")
        with pytest.raises(OSError):
            file.write("7")
    assert (tmp_path / "x").read_text() == "TEXT56"
    with pytest.raises(FileNotFoundError):
        caps.File(tmp_path / "missing")
    with pytest.raises(ValueError):
        caps.File(tmp_path / "x", "rw")
    read, write = os.pipe()
    with open(read) as reader, open(write, "w"), pytest.raises(OSError):
        caps.File(reader)


def test_what_is_added_to_is_never_cut(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("first\n")
    with open(path, "a") as opened:
        held: Any = caps.File(opened, "a").capability()
    for cap in (held, caps.File(path, "a").capability()):
        before = path.read_text()
        with pytest.raises(FileExistsError):
            cap.open("x")
        for mode in ("a", "ab"):
            with cap.open(mode) as file:
                file.seek(0)
                with pytest.raises(PermissionError):
                    file.truncate(0)
                with pytest.raises(PermissionError):
                    file.truncate()
                file.write("more\n" if mode == "a" else b"more\n")
        assert path.read_text() == before + "more\n" * 2


@pytest.fixture
def open_two(tmp_path: Path) -> Iterator[Any]:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "x").write_text("x")
    (tmp_path / "in" / "deep" / "y").write_text("y")
    (tmp_path / "out").mkdir()
    (tmp_path / "one").write_text("one")
    places = {
        "data": caps.Directory(tmp_path / "in"),
        "/srv/out": all_rights(tmp_path / "out"),
        "conf/one.txt": caps.File(tmp_path / "one"),
    }
    yield caps.as_open(places).capability("open")


def test_as_open_finds_the_place(open_two: Any, tmp_path: Path) -> None:
    for path, text in {
        "data/x": "x",
        "/data/x": "x",
        "data/deep/y": "y",
        "data/deep/../x": "x",
        "./data//x": "x",
        "conf/one.txt": "one",
        "/conf/one.txt": "one",
        "srv/../data/x": "x",
        b"data/x": "x",
    }.items():
        file = open_two(path)
        assert file.read() == text and file.name == os.fsdecode(path)
    with open_two("/srv/out/new", "w") as file:
        file.write("new")
    assert (tmp_path / "out" / "new").read_text() == "new"
    assert dict(open_two.scandir("/")) == {"data": "directory", "srv": "directory", "conf": "directory"}
    assert dict(open_two.scandir("/srv")) == {"out": "directory"}
    assert dict(open_two.scandir("conf")) == {"one.txt": "file"}
    assert open_two.stat("/")["kind"] == open_two.stat("data")["kind"] == "directory"
    open_two.rename("/srv/out/new", "/srv/out/newer")
    open_two.mkdir("/srv/out/d")
    open_two.rmdir("/srv/out/d")
    open_two.remove("/srv/out/newer")
    with pytest.raises(OSError) as caught:
        open_two.rename("data/x", "/srv/out/x")
    assert caught.value.errno == errno.EXDEV


@pytest.mark.parametrize(
    "path",
    [
        "x",
        "/etc/passwd",
        "../etc/passwd",
        "data/../../x",
        "database/x",
        "srv/x",
        "conf/one.txt/x",
        "conf/other",
    ],
)
def test_as_open_says_what_to_give(open_two: Any, path: str) -> None:
    with pytest.raises(PermissionError, match=r"no grant covers.*'data', '/srv/out'|srv/out") as caught:
        open_two(path)
    assert path in str(caught.value)


def test_as_open_hints_and_errors(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    open_: Any = caps.as_open(
        {"data": caps.Directory(tmp_path)}, hint=lambda path, mode: f"give {path} {mode}"
    )
    open_ = open_.capability()
    with pytest.raises(PermissionError, match=r"give other r: 'other'"):
        open_("other")
    with pytest.raises(PermissionError, match=r"give data/x w: 'data/x'"):
        open_("data/x", "w")
    with pytest.raises(FileNotFoundError, match=r"No such file or directory: 'data/y'"):
        open_("data/y")
    with pytest.raises(IsADirectoryError):
        open_("data")
    with pytest.raises(IsADirectoryError):
        open_("/")
    with pytest.raises(PermissionError, match="descriptors"):
        open_(0)
    with pytest.raises(PermissionError, match="descriptors"):
        open_("data/x", closefd=False)
    with pytest.raises(ValueError, match="null"):
        open_("data/\0")
    with pytest.raises(TypeError):
        open_(None)
    for wrong in ({"x": 5}, {5: caps.Directory(tmp_path)}, {"x": "path"}):
        with pytest.raises(TypeError):
            caps.as_open(wrong)
    whole: Any = caps.as_open(caps.Directory(tmp_path)).capability()
    assert whole("x").read() == whole("/x").read() == whole("./x").read() == "x"
    with pytest.raises(PermissionError):
        caps.as_open(all_rights(tmp_path))._read_only().capability()("x", "w")  # type: ignore[operator]


def test_the_end_of_a_writer_asks_for_what_it_may(tmp_path: Path) -> None:
    """A control takes two words and plain numbers, and is used up by the first commit."""
    directory = all_rights(tmp_path, quota_bytes=100)
    stream = directory.open("x", "w")
    control: Any = stream.control
    for arguments in (
        (),
        ("commit", 1),
        ("extend",),
        ("extend", -1),
        ("extend", True),
        ("extend", 1.5),
        ("other", 1),
        (5,),
    ):
        with pytest.raises((ValueError, TypeError)):
            control(*arguments)
    assert control("extend", 50) >= 50 and control("extend", 101) <= 100
    assert control("commit") is None
    with pytest.raises(OSError):
        control("commit")
    assert os.listdir(tmp_path) == ["x"] and _writing.Reader is not None


# ---------------------------------------------------------------- behind a gate


def test_a_file_behind_a_gate_asks(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("one\ntwo\n")
    grant = caps.revocable(all_rights(tmp_path))
    cap: Any = grant.capability()
    file, out = cap.open("x"), cap.open("y", "wb")
    assert (file.readline(), file.tell(), file.read(2), file.about()["mode"]) == ("one\n", 4, "tw", "r")
    out.write(b"abc")
    out.flush()
    assert not (tmp_path / "y").exists()
    grant.revoke()
    for call in (file.read, file.close, partial(out.write, b"x"), out.close, partial(cap.open, "x")):
        with pytest.raises(PermissionError, match="revoked"):
            call()
    del file, out, call
    gc.collect()
    assert os.listdir(tmp_path) == ["x"]
    limited: Any = caps.limited(all_rights(tmp_path), bytes=100).capability()
    with pytest.raises(PermissionError):
        for _ in range(100):
            limited.open("x").read()
    only: Any = caps.read_only(caps.revocable(all_rights(tmp_path))).capability()
    assert only.open("x").read() == "one\ntwo\n"
    with pytest.raises(PermissionError):
        only.open("x", "w")
    less: Any = caps.read_only(caps.File(tmp_path / "x", "r+")).capability()
    assert less.open().read() == "one\ntwo\n"
    with pytest.raises(PermissionError):
        less.open("r+")


def test_a_file_that_asks_is_never_read_whole_into_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_asking, "_MOST", 1000)
    cap: Any = caps.revocable(all_rights(tmp_path)).capability()
    for mode in ("r", "rb"):
        (tmp_path / "big").write_bytes(b"x" * 1001)
        with cap.open("big", mode) as file:
            for method, size in (
                (file.read, -1),
                (file.read, None),
                (file.read, 1 << 40),
                (file.readline, -1),
            ):
                with pytest.raises(OSError, match="in pieces"):
                    method(size)
                assert file.tell() == 0
            assert len(file.read(600)) == 600 and len(file.read()) == 401


def test_a_file_that_asks_and_is_dropped_is_absent(tmp_path: Path) -> None:
    cap: Any = caps.revocable(all_rights(tmp_path)).capability()
    file = cap.open("x", "w")
    file.write("x")
    del file
    gc.collect()
    assert os.listdir(tmp_path) == []
    file = cap.open("x", "w")
    file.write("x")
    file.close()
    assert (tmp_path / "x").read_text() == "x"
