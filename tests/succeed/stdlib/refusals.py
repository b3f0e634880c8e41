"""What a guest misses says objcap: ImportError, PermissionError or RuntimeError, never a surprise."""

import builtins
import codecs
import errno
import fileinput
import gc
import glob
import gzip
import importlib
import io
import linecache
import marshal
import os
import pathlib
import pdb
import shutil
import signal
import sys
import tempfile
import tokenize
import xml.etree.ElementTree as ET
import zipfile

MODULES = """
    socket select selectors ssl subprocess multiprocessing ctypes mmap fcntl termios pty resource grp pwd
    sqlite3 dbm curses readline tkinter http.client http.server ftplib smtplib urllib.request
    faulthandler tracemalloc cProfile bdb site venv _ctypes _socket _posixsubprocess _testcapi test
    concurrent.futures.process
    """.split()
for name in MODULES:
    try:
        importlib.import_module(name)
    except ImportError as error:
        assert "objcap" in str(error), (name, error)
    else:
        raise AssertionError(f"{name} was imported")
    assert name not in sys.modules

FUNCTIONS = """
    access chdir chmod chown close closerange dup dup2 execv execve _exit fdopen fork forkpty fstat ftruncate
    getlogin getppid getuid kill killpg link listdir lseek lstat makedirs mkdir mkfifo mknod nice open openpty
    pipe popen posix_spawn putenv read readlink remove removedirs rename renames replace rmdir scandir
    sched_setaffinity sendfile setuid stat statvfs symlink sync system times truncate ttyname umask unlink
    unsetenv utime wait waitpid walk write abort
    """.split()
for name in FUNCTIONS:
    function = getattr(os, name)
    assert function.__name__ == name and function.__module__ == "os" and function is getattr(os, name)
    try:
        function("x")
    except PermissionError as error:
        assert str(error).startswith(f"objcap: os.{name} is refused to a guest; "), error
        assert error.strerror == str(error) and error.errno != errno.ENOENT
    else:
        raise AssertionError(f"os.{name} did something")
assert not hasattr(os, "no_such_function") and {"listdir", "path", "environ"} <= set(dir(os))

CALLS = {
    "io.open": lambda: io.open("x"),
    "io.open_code": lambda: io.open_code("x"),
    "io.FileIO": lambda: io.FileIO("x"),
    "builtins.open": lambda: builtins.open("x"),
    "codecs.open": lambda: codecs.open("x"),
    "tokenize.open": lambda: tokenize.open("x"),
    "gzip.open": lambda: gzip.open("x"),
    "zipfile": lambda: zipfile.ZipFile("x"),
    "ET.parse": lambda: ET.parse("x"),
    "fileinput": lambda: next(fileinput.input(["x"])),
    "glob": lambda: glob.glob("*"),
    "iglob": lambda: next(glob.iglob("*")),
    "shutil.copy": lambda: shutil.copy("a", "b"),
    "shutil.rmtree": lambda: shutil.rmtree("a"),
    "shutil.disk_usage": lambda: shutil.disk_usage("/"),
    "tempfile.mkdtemp": lambda: tempfile.mkdtemp(),
    "tempfile.TemporaryFile": lambda: tempfile.TemporaryFile(),
    "pathlib": lambda: pathlib.Path("x").open(),
    "signal.signal": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    "signal.alarm": lambda: signal.alarm(1),
    "signal.raise_signal": lambda: signal.raise_signal(signal.SIGTERM),
    "marshal.loads": lambda: marshal.loads(b"N"),
    "pdb.set_trace": lambda: pdb.set_trace(),
    "gc.get_objects": lambda: gc.get_objects(),
    "gc.get_referrers": lambda: gc.get_referrers(io),
}
for name, call in CALLS.items():
    try:
        call()
    except PermissionError as error:
        assert "objcap" in str(error), (name, error)
    else:
        raise AssertionError(f"{name} did something")

try:
    open("/etc/passwd")  # a name on the command line, for the sake of what it says
except PermissionError as error:
    assert "--read DIR" in str(error)
else:
    raise AssertionError("open opens")
try:
    eval("SystemExit")
except NameError:
    pass
else:
    raise AssertionError("SystemExit is a name")
assert (
    linecache.getlines("/etc/passwd") == [] and os.environ == {} and os.getcwd() == "/" and not os.isatty(1)
)
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler and signal.SIGTERM.name == "SIGTERM"
print("ok")
