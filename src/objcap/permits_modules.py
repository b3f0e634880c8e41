"""Which modules of C a guest may import: data only, each row with its reason.

Rows of pure-Python modules are in permits_stdlib.py; MODULES has both. How the
verdicts were reached is in docs/audits/modules.md.

A row is (name, kind, verdict, versions, names, why).

kind      "C": built into the interpreter, or an extension; "py": Python source.
verdict   "keep"    C: made afresh, or a copy of the host's where CPython makes only
                    one; `names` are functions taken out of it and disarmed.
          "expose"  C: a new module with nothing but `names`; the rest is disarmed.
                    Constants that a build of Python lacks are skipped.
          "tame"    src/objcap/guest/NAME.py (or a package there) in its place.
          "deny"    an ImportError that says `why`, which also says what would help.
versions  "" for all, "3.12-" from 3.12 on, "-3.12" up to and including it.

A row of a package covers its submodules, unless one has a row of its own. A
module without a row is refused.

"multi-phase" modules (PEP 489) are made afresh for the guest. "single-phase" ones
are made once in a process: what the host has loaded is what the guest gets, so such
a module may only be kept if that does no harm.
"""

from objcap.permits_stdlib import INJECT, STDLIB, STRICT_STDLIB

__all__ = ["BRIDGES", "INJECT", "MODULES", "SPARED", "STRICT"]

# fmt: off
C_MODULES = (
    # ------------------------------------------------------------ kept: types and arithmetic
    ("_abc", "C", "keep", "", "",
     "abstract base classes; shares one counter; registries of host classes are guarded; multi-phase"),
    ("_ast", "C", "keep", "", "",
     "node types of syntax trees, shared by the whole interpreter; opens nothing; multi-phase"),
    ("_bisect", "C", "keep", "", "", "searches lists; opens, imports and shares nothing; multi-phase"),
    ("_blake2", "C", "keep", "", "", "hashes bytes; opens, imports and shares nothing; multi-phase"),
    ("_bz2", "C", "keep", "", "", "compresses bytes in memory; opens nothing; multi-phase"),
    ("_codecs", "C", "keep", "", "",
     "converts text; register() fills the interpreter's search path, which was emptied for the guest, "
     "and what it registers may run under host code, which has no power left; multi-phase"),
    ("_codecs_cn", "C", "keep", "",
     "__map_gb18030ext __map_gb2312 __map_gbcommon __map_gbkext",
     "character tables, whose capsules 3.11 takes for codecs; imports _multibytecodec by name; multi-phase"),
    ("_codecs_jp", "C", "keep", "",
     "__map_cp932ext __map_jisx0208 __map_jisx0212 __map_jisx0213_1_bmp __map_jisx0213_1_emp "
     "__map_jisx0213_2_bmp __map_jisx0213_2_emp __map_jisx0213_bmp __map_jisx0213_emp "
     "__map_jisx0213_pair __map_jisxcommon",
     "character tables, whose capsules 3.11 takes for codecs; imports _multibytecodec by name; multi-phase"),
    ("_codecs_kr", "C", "keep", "",
     "__map_cp949 __map_cp949ext __map_ksx1001",
     "character tables, whose capsules 3.11 takes for codecs; imports _multibytecodec by name; multi-phase"),
    ("_codecs_tw", "C", "keep", "",
     "__map_big5 __map_cp950ext",
     "character tables, whose capsules 3.11 takes for codecs; imports _multibytecodec by name; multi-phase"),
    ("_collections", "C", "keep", "", "", "deque, OrderedDict, defaultdict; opens nothing; multi-phase"),
    ("_contextvars", "C", "keep", "", "",
     "context variables; the guest's context is a new one, the host's is out of reach; multi-phase"),
    ("_csv", "C", "keep", "", "",
     "reads and writes lines of iterators and file objects that the guest passes; multi-phase"),
    ("_datetime", "C", "keep", "-3.12", "",
     "dates; imports time and _strptime by name, and keeps the host's _strptime, a function without power; "
     "static types, in a copy of the host's module; single-phase"),
    ("_datetime", "C", "keep", "3.13-", "",
     "dates; imports time and _strptime by name; static types; multi-phase"),
    ("_functools", "C", "keep", "", "",
     "partial, reduce, lru_cache; a partial called from C runs what the guest could call itself; "
     "multi-phase"),
    ("_hashlib", "C", "keep", "", "",
     "hashes by OpenSSL, which reads its configuration from one fixed path at first use; "
     "no function takes a path or loads an engine or provider by name; multi-phase"),
    ("_heapq", "C", "keep", "", "", "sorts lists as heaps; opens, imports and shares nothing; multi-phase"),
    ("_json", "C", "keep", "", "", "scans and encodes strings; opens nothing; multi-phase"),
    ("_lzma", "C", "keep", "", "", "compresses bytes in memory; opens nothing; multi-phase"),
    ("_md5", "C", "keep", "", "", "hashes bytes; opens, imports and shares nothing; multi-phase"),
    ("_multibytecodec", "C", "keep", "", "",
     "codecs over character tables; takes them from capsules whose name it checks; multi-phase"),
    ("_opcode", "C", "keep", "", "",
     "numbers of bytecode instructions; get_executor (3.13) answers only in builds with a JIT; "
     "opens nothing; single-phase in 3.11 without state, multi-phase from 3.12 on"),
    ("_operator", "C", "keep", "", "",
     "operators as functions; attrgetter sees what the guest could see itself; multi-phase"),
    ("_queue", "C", "keep", "", "", "a queue in memory; get() without a timeout waits for ever; multi-phase"),
    ("_random", "C", "keep", "", "",
     "numbers; seeds itself from the kernel's generator, which names no path here; multi-phase"),
    ("_sha1", "C", "keep", "", "", "hashes bytes; opens, imports and shares nothing; multi-phase"),
    ("_sha2", "C", "keep", "3.12-", "", "hashes bytes; opens, imports and shares nothing; multi-phase"),
    ("_sha256", "C", "keep", "-3.11", "", "hashes bytes; opens, imports and shares nothing; multi-phase"),
    ("_sha3", "C", "keep", "", "", "hashes bytes; opens, imports and shares nothing; multi-phase"),
    ("_sha512", "C", "keep", "-3.11", "", "hashes bytes; opens, imports and shares nothing; multi-phase"),
    ("_sre", "C", "keep", "", "",
     "matches patterns; compile() takes code of its own kind, which patterns.c checks before it; "
     "opens nothing; multi-phase"),
    ("_stat", "C", "keep", "", "", "numbers of file modes; opens nothing; multi-phase"),
    ("_statistics", "C", "keep", "", "", "one formula; opens, imports and shares nothing; multi-phase"),
    ("_string", "C", "keep", "", "",
     "splits format strings; opens nothing; single-phase in 3.11 without state, multi-phase from 3.12 on"),
    ("_struct", "C", "keep", "", "", "packs bytes; opens, imports and shares nothing; multi-phase"),
    ("_suggestions", "C", "keep", "3.13-", "", "compares names for tracebacks; opens nothing; multi-phase"),
    ("_symtable", "C", "keep", "", "",
     "compiles source to a symbol table; an error asks for the source line of a file, which is refused; "
     "multi-phase"),
    ("_tokenize", "C", "keep", "", "",
     "splits source text that the guest passes; opens nothing; multi-phase"),
    ("_typing", "C", "keep", "", "",
     "type variables; its types are shared by the whole interpreter from 3.12 on; multi-phase"),
    ("_warnings", "C", "keep", "", "",
     "raises warnings; shares the interpreter's filters and registries; without a module warnings in the "
     "table it prints a source line through the guest's io.open and fileno(); multi-phase"),
    ("_weakref", "C", "keep", "", "",
     "weak references; getweakrefs and getweakrefcount are guarded on host types; multi-phase"),
    ("array", "C", "keep", "", "",
     "arrays of numbers; fromfile and tofile call a file object of the guest; imports collections.abc; "
     "multi-phase"),
    ("audioop", "C", "keep", "-3.12", "", "arithmetic on sound in bytes; opens nothing; multi-phase"),
    ("binascii", "C", "keep", "", "", "converts bytes; opens, imports and shares nothing; multi-phase"),
    ("cmath", "C", "keep", "", "", "formulas; opens, imports and shares nothing; multi-phase"),
    ("errno", "C", "keep", "", "", "numbers of errors; opens nothing; multi-phase"),
    ("itertools", "C", "keep", "", "", "iterators; opens, imports and shares nothing; multi-phase"),
    ("math", "C", "keep", "", "", "formulas; opens, imports and shares nothing; multi-phase"),
    ("pyexpat", "C", "keep", "", "",
     "parses XML; external entities only go to a handler of the guest, expat opens nothing; multi-phase"),
    ("time", "C", "keep", "",
     "clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns pthread_getcpuclockid tzset",
     "clocks and sleep; a clock's number can name another process or a descriptor, pthread_getcpuclockid "
     "follows any number as a pointer, clock_settime and tzset change the machine and the process; "
     "multi-phase"),
    ("unicodedata", "C", "keep", "", "",
     "character tables; the interpreter caches a pointer into it, so it is never freed; multi-phase"),
    ("zlib", "C", "keep", "", "", "compresses bytes in memory; opens nothing; multi-phase"),

    # ------------------------------------------------------------ kept: rebuilt in place
    ("builtins", "C", "keep", "", "",
     "the interpreter's own, rebuilt in place (permits.py); the same module every time; single-phase"),
    ("sys", "C", "keep", "", "",
     "the interpreter's own, emptied and refilled (permits.py); the same module every time; single-phase"),

    # ------------------------------------------------------------ a few names of a powerful module
    ("_io", "C", "expose", "",
     "DEFAULT_BUFFER_SIZE BlockingIOError BytesIO IncrementalNewlineDecoder StringIO UnsupportedOperation "
     "text_encoding _BufferedIOBase _IOBase _RawIOBase _TextIOBase",
     "opens files and descriptors; what works in memory stays; C buffers over a Python raw object keep "
     "dangling memoryviews; single-phase in 3.11, multi-phase from 3.12 on"),
    ("_signal", "C", "expose", "",
     "ItimerError struct_siginfo ITIMER_PROF ITIMER_REAL ITIMER_VIRTUAL NSIG SIGABRT SIGALRM SIGBUS "
     "SIGCHLD SIGCLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF "
     "SIGPWR SIGQUIT SIGRTMAX SIGRTMIN SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP "
     "SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIG_BLOCK SIG_DFL "
     "SIG_IGN SIG_SETMASK SIG_UNBLOCK",
     "handlers, timers and kill belong to the process; the numbers are harmless; multi-phase"),
    ("_thread", "C", "expose", "-3.12",
     "LockType RLock TIMEOUT_MAX _local allocate allocate_lock error get_ident",
     "starts threads, and _excepthook prints through the guest's io; locks and thread-local data stay; "
     "multi-phase"),
    ("_thread", "C", "expose", "3.13-",
     "LockType RLock TIMEOUT_MAX _local allocate allocate_lock error get_ident lock",
     "starts threads, and _excepthook prints through the guest's io; locks and thread-local data stay; "
     "multi-phase"),
    ("posix", "C", "expose", "",
     "fspath WCOREDUMP WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED WSTOPSIG WTERMSIG "
     "waitstatus_to_exitcode strerror major minor makedev _path_normpath error stat_result "
     "statvfs_result terminal_size times_result uname_result waitid_result sched_param CLD_CONTINUED "
     "CLD_DUMPED CLD_EXITED CLD_KILLED CLD_STOPPED CLD_TRAPPED EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE "
     "EX_CANTCREAT EX_CONFIG EX_DATAERR EX_IOERR EX_NOHOST EX_NOINPUT EX_NOPERM EX_NOUSER EX_OK "
     "EX_OSERR EX_OSFILE EX_PROTOCOL EX_SOFTWARE EX_TEMPFAIL EX_UNAVAILABLE EX_USAGE F_LOCK F_OK "
     "F_TEST F_TLOCK F_ULOCK GRND_NONBLOCK GRND_RANDOM MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB "
     "MFD_HUGE_16GB MFD_HUGE_16MB MFD_HUGE_1GB MFD_HUGE_1MB MFD_HUGE_256MB MFD_HUGE_2GB MFD_HUGE_2MB "
     "MFD_HUGE_32MB MFD_HUGE_512KB MFD_HUGE_512MB MFD_HUGE_64KB MFD_HUGE_8MB MFD_HUGE_MASK "
     "MFD_HUGE_SHIFT NGROUPS_MAX O_ACCMODE O_APPEND O_ASYNC O_CLOEXEC O_CREAT O_DIRECT O_DIRECTORY "
     "O_DSYNC O_EXCL O_FSYNC O_LARGEFILE O_NDELAY O_NOATIME O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH "
     "O_RDONLY O_RDWR O_RSYNC O_SYNC O_TMPFILE O_TRUNC O_WRONLY POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE "
     "POSIX_FADV_NORMAL POSIX_FADV_RANDOM POSIX_FADV_SEQUENTIAL POSIX_FADV_WILLNEED POSIX_SPAWN_CLOSE "
     "POSIX_SPAWN_DUP2 POSIX_SPAWN_OPEN PRIO_PGRP PRIO_PROCESS PRIO_USER P_ALL P_PGID P_PID P_PIDFD "
     "RTLD_DEEPBIND RTLD_GLOBAL RTLD_LAZY RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_NOW RWF_APPEND "
     "RWF_DSYNC RWF_HIPRI RWF_NOWAIT RWF_SYNC R_OK SCHED_BATCH SCHED_FIFO SCHED_IDLE SCHED_OTHER "
     "SCHED_RESET_ON_FORK SCHED_RR SEEK_DATA SEEK_HOLE SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK "
     "ST_APPEND ST_MANDLOCK ST_NOATIME ST_NODEV ST_NODIRATIME ST_NOEXEC ST_NOSUID ST_RDONLY "
     "ST_RELATIME ST_SYNCHRONOUS ST_WRITE TMP_MAX WCONTINUED WEXITED WNOHANG WNOWAIT WSTOPPED "
     "WUNTRACED W_OK XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX X_OK",
     "the system calls; what stays is arithmetic on numbers and strings, result types and constants; "
     "multi-phase"),

    # ------------------------------------------------------------ a twin in its place
    ("_imp", "C", "tame", "", "", "loads code from any path and makes modules; multi-phase"),
    ("atexit", "C", "tame", "", "",
     "runs callbacks while the interpreter is torn down, when the audit hook is gone; "
     "single-phase in 3.11, multi-phase from 3.12 on"),
    ("gc", "C", "tame", "", "", "hands out every object of the host and changes its collector; multi-phase"),
    ("marshal", "C", "tame", "", "", "makes code objects from bytes, which is memory access; multi-phase"),

    # ------------------------------------------------------------ refused: corrupts memory, and Python has a twin
    ("_asyncio", "C", "deny", "-3.11", "",
     "frees callbacks while it uses them, see gh-125984 and gh-126405, and holds the tasks of the whole "
     "process; asyncio does without it; single-phase"),
    ("_asyncio", "C", "deny", "3.12-", "",
     "frees callbacks while it uses them, see gh-125984 and gh-126405; asyncio does without it; multi-phase"),
    ("_codecs_hk", "C", "deny", "", "",
     "reads a table through any capsule that a module called _codecs_tw offers; decode the text outside; "
     "multi-phase"),
    ("_codecs_iso2022", "C", "deny", "", "",
     "reads tables through any capsules that modules called _codecs_jp and so on offer; "
     "decode the text outside; multi-phase"),
    ("_decimal", "C", "deny", "-3.12", "",
     "takes whatever the context variable decimal_context holds for its own struct; "
     "decimal does without it, Policy(modules=['_decimal']) trusts the guest with it; single-phase"),
    ("_decimal", "C", "deny", "3.13-", "",
     "takes whatever the context variable decimal_context holds for its own struct; "
     "decimal does without it, Policy(modules=['_decimal']) trusts the guest with it; multi-phase"),
    ("_elementtree", "C", "deny", "-3.11", "",
     "frees elements while it uses them, see gh-126037 and gh-148625; "
     "xml.etree.ElementTree does without it; single-phase"),
    ("_elementtree", "C", "deny", "3.12-", "",
     "frees elements while it uses them, see gh-126037 and gh-148625; "
     "xml.etree.ElementTree does without it; multi-phase"),
    ("_zoneinfo", "C", "deny", "", "",
     "follows a transition index of the file one past the end of its table, and in 3.11 shares its caches "
     "with the host; zoneinfo does without it; multi-phase"),

    # ------------------------------------------------------------ refused: a pure-Python twin does it
    ("_locale", "C", "deny", "", "",
     "setlocale changes the whole process, gettext opens catalogues in any folder and makes libc load "
     "converters; locale does without it, as in the C locale; multi-phase"),
    ("_pickle", "C", "deny", "-3.11", "",
     "the host's module comes back, with the host's copyreg inside; pickle does without it; single-phase"),
    ("_pickle", "C", "deny", "3.12-", "",
     "an Unpickler that is initialised again while it loads uses freed memory; pickle does without it; "
     "multi-phase"),
    ("_uuid", "C", "deny", "", "",
     "asks a daemon for the time and shows the machine's address; uuid does without it; multi-phase"),

    # ------------------------------------------------------------ refused: looks into the interpreter
    ("_interpchannels", "C", "deny", "3.13-", "",
     "passes objects to other interpreters of the process; ask the host for a capability; multi-phase"),
    ("_interpqueues", "C", "deny", "3.13-", "",
     "passes objects to other interpreters of the process; ask the host for a capability; multi-phase"),
    ("_interpreters", "C", "deny", "3.13-", "",
     "makes interpreters, which nobody has locked; ask the host for another sandbox; multi-phase"),
    ("_lsprof", "C", "deny", "", "",
     "watches every call of the process; profile the program outside objcap; multi-phase"),
    ("_sysconfig", "C", "deny", "3.13-", "",
     "tells how the interpreter was built and where it lies; sysconfig has what is permitted; multi-phase"),
    ("_tracemalloc", "C", "deny", "", "",
     "shows where every object of the process was made; trace the program outside objcap; single-phase"),
    ("_xxinterpchannels", "C", "deny", "3.12", "",
     "passes objects to other interpreters of the process; ask the host for a capability; multi-phase"),
    ("_xxsubinterpreters", "C", "deny", "-3.12", "",
     "makes interpreters, which nobody has locked; ask the host for another sandbox; "
     "single-phase in 3.11, multi-phase in 3.12"),
    ("faulthandler", "C", "deny", "", "",
     "writes to any descriptor, sets signal handlers and crashes on demand; ask the host to enable it; "
     "multi-phase"),

    # ------------------------------------------------------------ refused: native code
    ("_ctypes", "C", "deny", "", "",
     "calls any native function and writes to any address; only Policy(modules=['_ctypes']) would grant it, "
     "and with it everything; single-phase until 3.12, multi-phase from 3.13 on"),
    ("_tkinter", "C", "deny", "", "",
     "runs Tcl, which opens files and starts programs; ask the host for a capability that shows what is "
     "to be shown; single-phase"),

    # ------------------------------------------------------------ refused: files, processes, the machine
    ("_crypt", "C", "deny", "-3.12", "",
     "calls the system's crypt library, which reads the kernel's settings; use hashlib.pbkdf2_hmac; "
     "multi-phase"),
    ("_curses", "C", "deny", "", "",
     "drives the terminal and reads terminal descriptions; print plain text instead; single-phase"),
    ("_curses_panel", "C", "deny", "", "",
     "drives the terminal; print plain text instead; multi-phase"),
    ("_dbm", "C", "deny", "", "",
     "opens database files; pass the data in, or ask the host for a capability that stores it"),
    ("_gdbm", "C", "deny", "", "",
     "opens database files; pass the data in, or ask the host for a capability that stores it"),
    ("_multiprocessing", "C", "deny", "", "",
     "shares semaphores between processes; ask the host for another sandbox; multi-phase"),
    ("_posixshmem", "C", "deny", "", "",
     "opens shared memory by name; pass the data in, or ask the host for a capability; "
     "single-phase in 3.11, multi-phase from 3.12 on"),
    ("_posixsubprocess", "C", "deny", "", "",
     "starts programs; ask the host for a capability that runs that one program; multi-phase"),
    ("_socket", "C", "deny", "", "",
     "opens sockets and asks name servers; ask the host for a capability that does the exchange; "
     "single-phase in 3.11, multi-phase from 3.12 on"),
    ("_sqlite3", "C", "deny", "", "",
     "opens database files, and ATTACH and extensions open more; "
     "ask the host for a capability that makes the query; multi-phase"),
    ("_ssl", "C", "deny", "", "",
     "opens connections, certificates and keys; ask the host for a capability that does the exchange; "
     "multi-phase"),
    ("fcntl", "C", "deny", "", "",
     "acts on any descriptor of the process; ask the host for a capability; multi-phase"),
    ("grp", "C", "deny", "", "",
     "reads the machine's groups; pass the data in, or ask the host for a capability; multi-phase"),
    ("mmap", "C", "deny", "", "",
     "maps files and shared memory; use bytearray, or ask the host for the bytes; multi-phase"),
    ("nis", "C", "deny", "-3.12", "",
     "asks the network's directory; ask the host for a capability; multi-phase"),
    ("ossaudiodev", "C", "deny", "-3.12", "",
     "opens sound devices; ask the host for a capability; single-phase"),
    ("pwd", "C", "deny", "", "",
     "reads the machine's users; pass the data in, or ask the host for a capability; multi-phase"),
    ("readline", "C", "deny", "", "",
     "reads and writes history files, drives the terminal and runs callbacks under the host's prompt; "
     "use input(); single-phase"),
    ("resource", "C", "deny", "", "",
     "reads and changes the limits of the process and of others; ask the host to set them; multi-phase"),
    ("select", "C", "deny", "", "",
     "waits for any descriptor of the process; ask the host for a capability; multi-phase"),
    ("spwd", "C", "deny", "-3.12", "",
     "reads the machine's passwords; ask the host for a capability that checks one; multi-phase"),
    ("syslog", "C", "deny", "", "",
     "writes to the machine's log; print, or ask the host for a capability that logs; multi-phase"),
    ("termios", "C", "deny", "", "",
     "changes terminals behind any descriptor; use input(); multi-phase"),

    # ------------------------------------------------------------ refused: not of this platform
    ("_msi", "C", "deny", "-3.12", "", "opens Windows installer files; do it outside objcap"),
    ("_overlapped", "C", "deny", "", "", "Windows input and output; ask the host for a capability"),
    ("_scproxy", "C", "deny", "", "", "reads the proxy settings of macOS; pass them in"),
    ("_winapi", "C", "deny", "", "", "calls Windows; ask the host for a capability"),
    ("_wmi", "C", "deny", "3.13-", "", "queries Windows; ask the host for a capability"),
    ("msvcrt", "C", "deny", "", "", "calls the C runtime of Windows; ask the host for a capability"),
    ("nt", "C", "deny", "", "", "the system calls of Windows; import os for what is permitted"),
    ("winreg", "C", "deny", "", "",
     "reads and writes the registry of Windows; ask the host for a capability"),
    ("winsound", "C", "deny", "", "", "plays sound files on Windows; ask the host for a capability"),

    # ------------------------------------------------------------ refused: made for tests and examples
    ("_ctypes_test", "C", "deny", "", "", "native functions for tests of ctypes; run those outside objcap"),
    ("_testbuffer", "C", "deny", "", "",
     "makes buffers that break their promises; run its tests outside objcap"),
    ("_testcapi", "C", "deny", "", "", "reaches into the interpreter; run its tests outside objcap"),
    ("_testclinic", "C", "deny", "", "", "made for tests; run those outside objcap"),
    ("_testclinic_limited", "C", "deny", "3.13-", "", "made for tests; run those outside objcap"),
    ("_testexternalinspection", "C", "deny", "3.13-", "",
     "reads the memory of other processes; run its tests outside objcap"),
    ("_testimportmultiple", "C", "deny", "", "", "made for tests; run those outside objcap"),
    ("_testinternalcapi", "C", "deny", "", "", "reaches into the interpreter; run its tests outside objcap"),
    ("_testlimitedcapi", "C", "deny", "3.13-", "",
     "reaches into the interpreter; run its tests outside objcap"),
    ("_testmultiphase", "C", "deny", "", "", "made for tests; run those outside objcap"),
    ("_testsinglephase", "C", "deny", "3.12-", "", "made for tests; run those outside objcap"),
    ("_xxtestfuzz", "C", "deny", "", "", "made for tests; run those outside objcap"),
    ("xxlimited", "C", "deny", "", "", "an example for authors of extensions; run it outside objcap"),
    ("xxlimited_35", "C", "deny", "", "", "an example for authors of extensions; run it outside objcap"),
    ("xxsubtype", "C", "deny", "", "", "an example for authors of extensions; run it outside objcap"),
)
# fmt: on

MODULES = C_MODULES + STDLIB

# Modules that can call or change anything in the process, whatever is disarmed: a
# process that has loaded one does not lock itself, unless the policy names it.
BRIDGES = frozenset(
    (
        "_ctypes",
        "_ctypes_test",
        "_cffi_backend",
        "_testbuffer",
        "_testcapi",
        "_testexternalinspection",
        "_testinternalcapi",
        "_testlimitedcapi",
    )
)

# Functions of disarmed modules that go on working: SIGINT's handler is a C function,
# and without it Ctrl-C would do nothing. It raises KeyboardInterrupt and no more.
SPARED = {
    "_signal": frozenset(("default_int_handler",)),
}

# What Policy.strict leaves: the extension modules of 2007 under today's names, and
# what must stay for them (permits_stdlib.py). `sys` and `os` are not among them, nor
# anything else of the standard library, unless a .py of that name lies on the
# permitted path.
STRICT = STRICT_STDLIB | frozenset(
    """
    _ast _bisect _codecs _collections _csv _datetime _functools _hashlib _heapq _operator _random
    _sre _struct _symtable _weakref array binascii cmath errno itertools math time unicodedata zlib
    """.split()
)
