"""What CPython's tests get in the place of things that need powers: the same outside as inside.

Whoever calls something here is skipped: a test that opens files, starts processes or threads, or changes the
process cannot tell anything about a guest. What skips is an OSError too, so that programs that are ready for
a refusal go on. Everything else is the interpreter's own, test.support included.
"""

import builtins
import os
import signal
import sys
import types
import unittest

# Modules that are there, and whoever calls something of them is skipped.
MODULES = """
_socket _testclinic _testimportmultiple _testinternalcapi _testlimitedcapi _testmultiphase _testsinglephase
_xxsubinterpreters _xxinterpchannels _interpreters _interpchannels _interpqueues
concurrent.futures.process concurrent.futures.thread dbm dbm.dumb dbm.gnu dbm.ndbm fcntl filecmp fileinput
ftplib grp http.client http.cookiejar http.server mailbox marshal mmap multiprocessing pdb pty pwd py_compile
resource select smtplib socket socketserver sqlite3 ssl subprocess syslog termios tty urllib.request
urllib.robotparser webbrowser wsgiref.simple_server xmlrpc xmlrpc.client xmlrpc.server
test.support.script_helper test.support.socket_helper
""".split()

# Modules that cannot be imported: tests do without them, or skip themselves. A guest has the twins in
# Python of those in the last line, and so has the interpreter outside.
ABSENT = """
_ctypes _ctypes_test _curses _testbuffer _testcapi _tkinter _winapi ctypes curses tkinter
xxsubtype
_asyncio _decimal _elementtree _locale _pickle _uuid _zoneinfo
""".split()

# What changes or asks the process, by the power it needs: module, names.
POWERS = {
    "a file": """
        builtins:open io:open,open_code,FileIO codecs:open tokenize:open
        os:stat,lstat,access,chdir,chmod,close,dup,dup2,fdopen,ftruncate,isatty,link,listdir,lseek,makedirs,mkdir,open,pipe
        os:read,readlink,remove,removedirs,rename,renames,replace,rmdir,scandir,symlink,truncate,umask,unlink,utime
        os:walk,write,mkfifo,get_terminal_size
        glob:glob,iglob shutil:copy,copyfile,copytree,disk_usage,move,rmtree
        tempfile:mkdtemp,mkstemp,mktemp,NamedTemporaryFile,TemporaryDirectory,TemporaryFile,gettempdir
        pathlib.Path:chmod,exists,glob,is_dir,is_file,iterdir,lstat,mkdir,open,read_bytes,read_text,rename,replace,resolve
        pathlib.Path:rglob,rmdir,samefile,stat,symlink_to,touch,unlink,write_bytes,write_text,cwd,home
        test.support.os_helper:change_cwd,create_empty_file,fd_count,make_bad_fd,open_dir_fd,rmdir,rmtree,temp_cwd
        test.support.os_helper:temp_dir,temp_umask,unlink
        importlib.resources:files,open_binary,open_text,path,read_binary,read_text,contents,is_resource
    """,
    "a process": "os:times,_exit,abort,execv,fork,kill,system,popen,waitpid,putenv,unsetenv",
    "a thread": """
        threading.Thread:start _thread:start_new_thread,start_new,start_joinable_thread
        test.support.threading_helper:catch_threading_exception,start_threads
    """,
    "a signal": "signal:alarm,pthread_kill,raise_signal,setitimer,signal",
    "the process's limits": "sys:set_int_max_str_digits,setswitchinterval gc:set_threshold",
    "a tracer": "sys:settrace,setprofile,_settraceallthreads,_setprofileallthreads",
    "a debugger": "sys:breakpointhook,__breakpointhook__ builtins:breakpoint",
    "the collector's lists": "gc:get_objects,get_referents,get_referrers,is_tracked,is_finalized",
    "raw bytecode": "types.CodeType:replace",
}
# What a guest does not have: tests look whether it is there.
MISSING = "time:tzset,clock_settime,clock_settime_ns,pthread_getcpuclockid"


class NeedsPower(PermissionError, unittest.SkipTest):
    """Skips the test, unless what it tests lives with a refusal."""

    def __init__(self, power):
        super().__init__(f"needs {power}")


class Refusing(type):
    """The class of what is absent(): whatever is done with it skips the test."""

    def skip(cls, *args):
        raise NeedsPower(cls.power)

    __add__ = __radd__ = __mul__ = __rmul__ = __getitem__ = __index__ = skip
    __lt__ = __le__ = __gt__ = __ge__ = skip

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NeedsPower(cls.power)


def absent(name, power):
    """Something that can be imported, named, derived from and caught; to use it skips the test."""

    class Absent(Exception, metaclass=Refusing):
        def __new__(cls, *args, **kwargs):
            raise NeedsPower(cls.power)

    Absent.power = power
    Absent.__name__ = Absent.__qualname__ = name
    return Absent


def skipping(name, power, original=None):
    """A function that skips the test that calls it. Setting None is no power: None is there already."""

    def function(*args, **kwargs):
        if args == (None,):
            return None
        if sys._getframe(1).f_globals.get("__name__") in READERS:
            return original(*args, **kwargs)
        raise NeedsPower(power)

    function.__name__ = function.__qualname__ = name
    return function


class Module(types.ModuleType):
    """A module in which every name is absent()."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        value = absent(name, f"the module {self.__name__}")
        setattr(self, name, value)
        return value


class Without:
    """A finder for tests that take the None of an ABSENT module out of sys.modules."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def owner_of(path):
    """A module, or a class in one."""
    try:
        return __import__(path, fromlist=["*"])
    except ImportError:
        module, _, name = path.rpartition(".")
        return getattr(__import__(module, fromlist=["*"]), name)


def install():
    """Put the stand-ins in place; call it before a module of tests is imported."""
    if not hasattr(builtins, "SystemExit"):  # tests name it
        try:
            sys.exit()
        except BaseException as end:
            builtins.SystemExit = type(end)
    sys.gettrace = sys.getprofile = lambda: None
    os.geteuid = lambda: 1000  # decorators ask whether root runs the tests
    for name in ABSENT:
        sys.modules[name] = None
    sys.meta_path.insert(0, Without)
    for name in [name for name in sys.modules if name in TWINS]:
        del sys.modules[name]
    for name in USERS:
        __import__(name)
    asyncio, doctest = sys.modules["asyncio"], sys.modules["doctest"]
    for name in MODULES:
        module = sys.modules[name] = Module(name)
        module.__path__ = []
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(__import__(parent, fromlist=["*"]), child, module)
    sys.modules["selectors"] = selectors()
    # asyncio's Runner wants to hear of Ctrl-C.
    asyncio.runners.signal = types.SimpleNamespace(
        SIGINT=signal.SIGINT, getsignal=lambda number: None, default_int_handler=signal.default_int_handler
    )
    doctest._OutputRedirectingPdb = Debugger
    isfile = os.path.isfile  # asyncio's tests ask for certificates, whether they use them or not
    os.path.isfile = lambda path: str(path).endswith(".pem") or isfile(path)
    support = sys.modules["test.support"]
    sys.modules["test.support.script_helper"].interpreter_requires_environment = lambda: False
    for power, rows in POWERS.items():
        for row in rows.split():
            path, _, names = row.partition(":")
            owner = owner_of(path)
            for name in names.split(","):
                try:
                    if name[0].isupper():
                        setattr(owner, name, absent(name, power))
                    else:
                        setattr(owner, name, skipping(name, power, getattr(owner, name, None)))
                except TypeError:  # a static type: the guest has lost its method, outside it stays
                    pass
    path, _, names = MISSING.partition(":")
    for name in names.split(","):
        vars(owner_of(path)).pop(name, None)
    # Found out by asking for settings of the build.
    helper = sys.modules["test.support.os_helper"]
    helper.can_chmod = helper.can_symlink = helper.can_xattr = lambda: False
    support.HAVE_DOCSTRINGS, support.MISSING_C_DOCSTRINGS = True, False
    support.requires_docstrings = lambda test: test
    support.has_no_debug_ranges = lambda: False
    support.get_recursion_depth = recursion_depth
    support.skip_if_suppress_immortalization = lambda: lambda test: test
    sys.modules["test.support.socket_helper"].skip_unless_bind_unix_socket = unittest.skip("needs a socket")
    support.use_resources = []  # no networks, no large files, nothing that takes minutes
    support.verbose = 0


# What has taken names from an ABSENT module, if it was imported before.
TWINS = frozenset(
    "asyncio datetime decimal locale pickle _compat_pickle uuid xml.etree.ElementTree zoneinfo".split()
)

# What uses, outside, the functions of POWERS: it is imported before these are replaced.
USERS = (
    "asyncio doctest linecache traceback tokenize inspect logging tempfile shutil random test.support".split()
)

# Whose calls of POWERS are no test's: source lines for tracebacks, os.path.
READERS = ("linecache", "genericpath", "posixpath")


def selectors():
    """What asyncio's tests build their selector on, which selects nothing."""
    module = Module("selectors")

    class BaseSelector:
        def close(self):
            pass

        def modify(self, file, events, data=None):
            self.unregister(file)
            return self.register(file, events, data)

    module.BaseSelector = BaseSelector
    module.EVENT_READ, module.EVENT_WRITE = 1, 2
    return module


def recursion_depth():
    """How many frames there are at most: a guest sees none of the host, and no limit is below 50."""
    depth, frame = 40, sys._getframe(1)
    while frame is not None:
        depth, frame = depth + 1, frame.f_back
    return depth


class Debugger:
    """What doctest makes for every run, in case that an example wants to be debugged."""

    def __init__(self, *args, **kwargs):
        pass

    def reset(self):
        pass

    set_continue = reset
    set_trace = interaction = trace_dispatch = skipping("Pdb", "a debugger")
