"""Paths: os.path, pathlib's pure paths, posixpath, ntpath; nothing looks at a disk."""

import ntpath
import os
import os.path
import pathlib
import posixpath
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

assert os.path is posixpath and os.path.join("a", "b", "/c", "d.txt") == "/c/d.txt"
assert os.path.splitext("x/y.tar.gz") == ("x/y.tar", ".gz") and os.path.basename("/a/b") == "b"
assert os.path.normpath("a//b/../c/.") == "a/c" and os.path.relpath("/a/b", "/a/c") == "../b"
assert os.path.commonpath(["/usr/lib", "/usr/local"]) == "/usr" and os.path.abspath("x") == "/x"
assert os.path.expanduser("~/x") == "~/x" and os.path.expandvars("$HOME/$nothing") == "$HOME/$nothing"
os.environ["NAME"] = "value"
assert os.path.expandvars("$NAME/x") == "value/x" and os.environ.pop("NAME") == "value" and not os.environ
assert ntpath.splitdrive("C:\\a") == ("C:", "\\a")
assert (
    os.fsencode("ü") == b"\xc3\xbc" and os.fsdecode(b"\xff") == "\udcff" and os.fspath(PurePath("a")) == "a"
)
assert os.sep == "/" and os.linesep == "\n" and os.name == "posix" and os.path.realpath("/a/../b") == "/b"

path = PurePosixPath("/srv/data/report.tar.gz")
assert path.name == "report.tar.gz" and path.stem == "report.tar" and path.suffixes == [".tar", ".gz"]
assert path.parent / "other" == PurePosixPath("/srv/data/other") and path.relative_to(
    "/srv"
) == PurePosixPath("data/report.tar.gz")
assert (
    path.with_suffix(".zip").name == "report.tar.zip"
    and path.match("*.gz")
    and path.parts[:2] == ("/", "srv")
)
assert PureWindowsPath("C:/a\\b").as_posix() == "C:/a/b" and path.as_uri() == "file:///srv/data/report.tar.gz"
assert (
    Path("a") / "b" == Path("a/b")
    and sorted([Path("b"), Path("a")])[0] == Path("a")
    and str(Path.cwd()) == "/"
)


class Wrapped:
    def __fspath__(self) -> str:
        return "wrapped/x"


assert (
    isinstance(Wrapped(), os.PathLike)
    and os.path.dirname(Wrapped()) == "wrapped"
    and issubclass(Path, os.PathLike)
)

for action in (
    lambda: Path("x").read_text(),
    lambda: Path("x").write_bytes(b""),
    lambda: Path("x").stat(),
    lambda: Path("x").exists(),
    lambda: Path("x").mkdir(),
    lambda: Path("x").unlink(),
    lambda: Path("x").open(),
    lambda: list(Path("/").iterdir()),
    lambda: list(Path("/").glob("*")),
    lambda: list(Path("/").rglob("*")),
    lambda: Path("x").rename("y"),
    lambda: Path("x").touch(),
    lambda: os.path.getsize("x"),
):
    try:
        action()
    except PermissionError as error:
        assert "objcap" in str(error), error
    else:
        raise AssertionError(action)
assert not os.path.exists("/") and not os.path.isdir("/") and not os.path.islink("/")
try:
    pathlib.Path.home()
except RuntimeError:
    pass
else:
    raise AssertionError("the home folder is known")
print("ok")
