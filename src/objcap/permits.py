"""What a guest may see: data only, each row with its reason.

The walkers over these tables are in lockdown.py; modules have a table of their
own (permits_modules.py), and so have audit events (permits_audit.py).

`versions` is "" for all, "3.12-" from 3.12 on, "-3.12" up to and including it.
"""

# ---------------------------------------------------------------- builtins
#
# Names that stay. All others leave the dict: open, exit, quit, help, copyright,
# credits, license, breakpoint, SystemExit (it would tear the interpreter down),
# __loader__ and __spec__ (the powerful BuiltinImporter), and whatever a host or
# a new version of Python has put there.

BUILTINS = frozenset(
    """
    __build_class__ __debug__ __doc__ __import__ __name__
    abs aiter all anext any ascii bin bool bytearray bytes callable chr classmethod compile complex
    delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr
    hash hex id input int isinstance issubclass iter len list locals map max memoryview min next
    object oct ord pow print property range repr reversed round set setattr slice sorted
    staticmethod str sum super tuple type vars zip
    Ellipsis False None NotImplemented True
    ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
    BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError
    ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning
    EnvironmentError Exception ExceptionGroup FileExistsError FileNotFoundError FloatingPointError
    FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError
    InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
    ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError
    PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError RecursionError
    ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration
    SyntaxError SyntaxWarning SystemError TabError TimeoutError TypeError UnboundLocalError
    UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
    UserWarning ValueError Warning ZeroDivisionError _IncompleteInputError
    """.split()
)

# Functions of the builtins module that the dict loses and that act: disarmed.
BUILTINS_DISARMED = frozenset(["breakpoint", "input"])

# ---------------------------------------------------------------- sys

# Values and functions of the real sys that a guest sees as they are.
SYS_KEEP = frozenset(
    """
    abiflags api_version builtin_module_names byteorder copyright exception exc_info float_info
    float_repr_style get_asyncgen_hooks get_coroutine_origin_tracking_depth get_int_max_str_digits
    getdefaultencoding getfilesystemencodeerrors getfilesystemencoding getrecursionlimit getrefcount
    getsizeof getswitchinterval getunicodeinternedsize hash_info hexversion int_info intern
    is_finalizing is_stack_trampoline_active maxsize maxunicode platform platlibdir
    set_asyncgen_hooks stdlib_module_names thread_info version version_info
    _git _is_gil_enabled _is_interned base_exec_prefix base_prefix exec_prefix prefix pycache_prefix
    dont_write_bytecode flags
    """.split()
)

# Functions of objcap's own, in the place of powerful ones (src/_objcap/sys.c).
SYS_TAME = frozenset(
    """
    _getframe _getframemodulename audit get_asyncgen_hooks set_asyncgen_hooks
    set_coroutine_origin_tracking_depth set_int_max_str_digits setrecursionlimit
    """.split()
)

# What sys says in a worker of objcap.Sandbox, where nothing tells of the application's machine.
SYS_WORKER = {
    "base_exec_prefix": "/",
    "base_prefix": "/",
    "exec_prefix": "/",
    "prefix": "/",
    "pycache_prefix": None,
}

# ---------------------------------------------------------------- opaque attributes
#
# (owner, attribute, rule, versions, why); the rules are in src/_objcap/guard.c.

GUARDS = (
    ("function", "__globals__", "function", "", "leads to the host's data"),
    ("function", "__closure__", "function", "", "cells hold the host's data"),
    ("function", "__builtins__", "function", "", "H marks the host: nobody may hold it"),
    ("function", "__code__", "function", "", "constants are the host's; writing replaces the code"),
    ("function", "__defaults__", "function", "", "default values are the host's"),
    ("function", "__kwdefaults__", "function", "", "a mutable dict of the host's"),
    ("function", "__dict__", "function", "", "attributes are the host's data"),
    ("function", "__annotations__", "function", "", "a mutable dict of the host's"),
    ("function", "__type_params__", "function", "3.12-", "type variables hold lazy host code"),
    ("function", "__name__", "function write", "", "host code may rely on it"),
    ("function", "__qualname__", "function write", "", "host code may rely on it"),
    ("function", "__doc__", "function write", "", "host code may rely on it"),
    ("function", "__module__", "function write", "", "host code may rely on it"),
    ("frame", "f_back", "frame back", "", "host frames are skipped"),
    ("frame", "f_builtins", "frame", "", "H"),
    ("frame", "f_code", "frame", "", "constants are the host's"),
    ("frame", "f_globals", "frame", "", "the host's data"),
    ("frame", "f_lasti", "frame", "", "where the host stands"),
    ("frame", "f_lineno", "frame", "", "where the host stands; writing jumps"),
    ("frame", "f_locals", "frame", "", "the host's data"),
    ("frame", "f_trace", "frame", "", "a function that runs inside the host"),
    ("frame", "f_trace_lines", "frame kept", "", "tracing of the host"),
    ("frame", "f_trace_opcodes", "frame kept", "", "tracing of the host; deleting it crashes 3.12 and 3.13"),
    ("traceback", "tb_frame", "traceback", "", "leads to a host frame"),
    ("traceback", "tb_lasti", "traceback", "", "where the host stands"),
    ("traceback", "tb_lineno", "traceback", "", "where the host stands"),
    ("traceback", "tb_next", "traceback next", "", "host entries are skipped"),
    ("BaseException", "__traceback__", "exception traceback", "", "host entries are skipped"),
    (
        "AttributeError",
        "obj",
        "exception object",
        "",
        "what a host function failed on",
    ),
    ("generator", "gi_frame", "generator", "", "leads to a host frame"),
    ("generator", "gi_code", "generator", "", "constants are the host's"),
    ("generator", "gi_yieldfrom", "generator", "", "what a host generator waits for"),
    ("coroutine", "cr_frame", "generator", "", "leads to a host frame"),
    ("coroutine", "cr_code", "generator", "", "constants are the host's"),
    ("coroutine", "cr_await", "generator", "", "what a host coroutine waits for"),
    ("coroutine", "cr_origin", "generator", "", "where the host made it"),
    ("async_generator", "ag_frame", "generator", "", "leads to a host frame"),
    ("async_generator", "ag_code", "generator", "", "constants are the host's"),
    ("async_generator", "ag_await", "generator", "", "what a host generator waits for"),
    ("code", "co_code", "code", "", "the host's code"),
    ("code", "_co_code_adaptive", "code", "", "the host's code"),
    ("code", "co_consts", "code", "", "the host's data"),
    ("code", "co_names", "code", "", "the host's code"),
    ("method", "__func__", "method", "", "leads to a host function"),
    ("method", "__self__", "method", "", "a host object behind a callback"),
    ("builtin_function_or_method", "__self__", "cfunction", "", "host modules, ABC registries"),
    ("super", "__self__", "super", "", "a host object"),
    ("super", "__thisclass__", "super", "", "a host class"),
    ("super", "__self_class__", "super", "", "a host class"),
    ("ReferenceType", "__callback__", "weakref callback", "", "the host's clean-up"),
    ("method-wrapper", "__self__", "known", "", "an object behind a slot method that the host handed out"),
    ("partial", "func", "known", "", "leads to a host function"),
    ("partial", "args", "known", "", "arguments are the host's data"),
    ("partial", "keywords", "known", "", "a mutable dict of the host's"),
    ("type", "__abstractmethods__", "type write", "", "the setter forgets that a class is frozen"),
)

# Types whose instances are recorded one by one at the lockdown, since nothing in them says whose they are:
# (owner, why). Instances that the host makes later are not opaque; docs/threat-model.md says so.
_ITERTOOLS = """
_grouper _tee _tee_dataobject accumulate chain combinations combinations_with_replacement compress count cycle
dropwhile filterfalse groupby islice permutations product repeat starmap takewhile zip_longest
""".split()
_ITERATORS = (
    """
    list_iterator list_reverseiterator tuple_iterator iterator callable_iterator bytearray_iterator
    reversed enumerate map filter zip
    str_iterator str_ascii_iterator bytes_iterator arrayiterator _deque_iterator _deque_reverse_iterator
    """.split()
    + [f"itertools.{name}" for name in _ITERTOOLS]
)
_SET_BACK = (
    """
    list_iterator list_reverseiterator tuple_iterator iterator bytearray_iterator reversed zip
    str_iterator str_ascii_iterator bytes_iterator arrayiterator
    """.split()
    + [
        f"itertools.{name}"
        for name in """
        _tee accumulate chain combinations combinations_with_replacement cycle dropwhile groupby islice
        permutations product takewhile zip_longest
        """.split()
    ]
)
RECORDED = (
    ("method-wrapper", "slot methods bound to an object of the host"),
    ("method", "methods bound to an object of the host"),
    ("partial", "arguments of the host"),
    ("_lru_cache_wrapper", "a copy of the attributes of a function, and the function"),
    *((name, "__reduce__ gives what it goes through") for name in _ITERATORS),
)

# (owner, method or function, rule, judges its first argument, versions, why)
GUARDED_METHODS = (
    ("type", "__subclasses__", "type", False, "", "R9: lists the host's classes"),
    ("object", "__getstate__", "state", False, "", "hands out the dict of a function or module"),
    ("object", "__reduce__", "state", False, "", "the same"),
    ("object", "__reduce_ex__", "state", False, "", "the same"),
    ("frame", "clear", "frame", False, "", "drops the locals of a host generator"),
    ("method", "__reduce__", "method", False, "", "getattr and the host's object"),
    ("builtin_function_or_method", "__reduce__", "cfunction reduce", False, "", "getattr and a weakref"),
    ("_weakref", "getweakrefs", "registry", True, "", "ABC registries of the host, as mutable sets"),
    ("_weakref", "getweakrefcount", "registry", True, "", "the same, counted"),
    ("_abc", "_get_dump", "registry", True, "", "the registry of a host ABC"),
    ("_abc", "_abc_register", "registry", True, "", "changes isinstance() for the host"),
    ("_abc", "_abc_init", "registry", True, "", "resets a host ABC"),
    ("_abc", "_reset_registry", "registry", True, "", "changes isinstance() for the host"),
    ("_codecs", "register_error", "codec handler", True, "", "sees the text that host code encodes"),
    ("_abc", "_reset_caches", "registry", True, "", "touches a host ABC"),
    ("method-wrapper", "__reduce__", "known", False, "", "getattr and the host's object"),
    ("partial", "__reduce__", "known", False, "", "function and arguments of the host"),
    ("partial", "__setstate__", "known", False, "", "changes what the host's partial does"),
    *((name, "__reduce__", "known", False, "", "gives what it goes through") for name in _ITERATORS),
    *((name, "__setstate__", "known", False, "", "goes back to what is past") for name in _SET_BACK),
)

# ---------------------------------------------------------------- modules that C code looks up

# (module, versions, why): what C code of CPython finds when it asks for a module by name is not
# the guest's sys.modules here, but a module of objcap's (src/_objcap/pinned.c), or the host's own.
PINNED = (
    (
        "_pylong",
        "3.12-",
        "the division of big ints takes the items of a tuple unseen; int() flips the sign in place",
    ),
    ("io", "", "the printer of warnings and tracebacks opens source files with it, and reads descriptors"),
    ("posix", "3.12-", "os.stat_result calls a function pointer in the state of whatever is there"),
    ("struct", "", "comparing memoryviews hands out memory that is freed, and takes any result for a tuple"),
)

# ---------------------------------------------------------------- constructors (R5)

# (owner, versions, why): types that lose their constructor.
NEUTERED = (
    ("code", "", "raw bytecode is arbitrary memory access"),
    ("FileIO", "", "opens files"),
    ("FrameLocalsProxy", "3.13-", "reads and writes a host frame's locals"),
)

# (owner, method, versions, why): methods that construct, disarmed.
DISARMED_METHODS = (
    ("code", "replace", "", "raw bytecode"),
    ("code", "__replace__", "3.13-", "raw bytecode"),
)

# ---------------------------------------------------------------- what a policy may take away
#
# (name, module, type, why): parts of CPython with a record of memory-safety bugs. With a type, that type
# is disarmed for the whole process, and the module of C loses its name, so that the library's twin in
# Python steps in where it has one; the builtins keep the name, since the library's abstract base classes
# register it. Without a type the module is refused, which has the same effect.
# bytearray is not here: `re` and `collections.abc` call it when they are imported.

REMOVABLE = (
    (
        "memoryview",
        "builtins",
        "memoryview",
        "re-entrant calls leave it with freed memory: CPython issues 92888, 142664, 142665",
    ),
    ("array", "array", "", "its buffer can move while C code that reads it calls into Python"),
    ("OrderedDict", "_collections", "OrderedDict", "keys whose hash or comparison changes it free its nodes"),
    ("_json", "_json", "", "holds borrowed references while it calls default() and the guest's mappings"),
)

# ---------------------------------------------------------------- C types
#
# Types are told by the module part of their C name. Those without one belong to
# the core. A prefix that is not here is disarmed, with all that its types do.

TYPES_KEEP = frozenset(
    """
    _abc _ast _bisect _blake2 _bz2 _codecs _collections _collections_abc _contextvars _csv
    _functools _hashlib _json _lzma _md5 _multibytecodec _operator _pickle _queue _random _sha1 _sha2 _sha256
    _sha3 _sha512 _sre _statistics _string _struct _symtable _tokenize _typing _weakref array ast
    binascii bz2 cmath collections contextvars datetime decimal functools hashlib heapq itertools
    lzma math operator pickle pyexpat queue random re string struct symtable sys time tokenize types
    typing unicodedata weakref zlib _datetime _decimal Token.MISSING signal.struct_siginfo
    _thread.lock _thread.RLock _thread._local _thread._localdummy _thread._ExceptHookArgs
    _io.StringIO _io.BytesIO _io.IncrementalNewlineDecoder _io._IOBase _io._RawIOBase
    _io._BufferedIOBase _io._TextIOBase _io._BytesIOBuffer
    os.stat_result os.statvfs_result os.terminal_size os.times_result os.uname_result
    os.waitid_result os.sched_param posix.uname_result posix.times_result posix.waitid_result
    posix.sched_param
    objcap
    """.split()
)

# Heap types that stay mutable with their subtypes, by their names in C: ast.py itself
# assigns to the node types. They exist once somebody has parsed, with or without _ast.
TYPES_MUTABLE = ("ast.AST", "_ast.AST")
