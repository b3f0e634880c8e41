"""The guest of `python tools/fuzz.py guest`: calls what objcap has put there or changed, with anything.

    python -m objcap tools/fuzz_guest.py SEED SECONDS

Writes every call to standard error before it is made, so that a crash says what it was. Ends with status 0 and
the number of calls, whatever was raised; a signal is a finding.
"""

import _abc
import _codecs
import _weakref
import asyncio
import builtins
import collections
import contextvars
import gc
import importlib
import io
import json
import operator
import os
import pickle
import random
import re
import signal
import sys
import time
import types
import typing
import warnings
import weakref

import _objcap_guest

SEED, SECONDS = int(sys.argv[1]), float(sys.argv[2])
chance = random.Random(SEED)
end = time.monotonic() + SECONDS
now = time.monotonic
warnings.simplefilter("ignore")
note = sys.stderr.write


def generator():
    """A suspended frame."""
    local = [1]
    yield local
    yield sys._getframe()


async def coroutine():
    """The same."""
    await asyncio.sleep(0)


async def asynchronous():
    """The same."""
    yield 1


class Evil:
    """Misbehaves wherever C code asks it something."""

    def __init__(self, *args, **kwargs):
        self.args = args

    def act(self, *args):
        """Something that a caller in C does not expect."""
        what = chance.randrange(9)
        if what == 0:
            raise chance.choice((ValueError, KeyError, StopIteration, RecursionError, MemoryError))("evil")
        if what == 1:
            shared.clear()
            shared.extend((1, 2))
        if what == 2:
            table.clear()
        if what == 3:
            gc.collect()
        if what == 4:
            sys.modules.pop(chance.choice(list(sys.modules)), None) if chance.random() < 0.02 else None
        if what == 5:
            return self
        if what == 6:
            return chance.choice(pool)
        return 1

    __index__ = __hash__ = __len__ = __eq__ = __lt__ = __bool__ = __iter__ = __next__ = __call__ = (
        __contains__
    ) = act
    __getitem__ = __enter__ = __exit__ = __get__ = __set__ = __delete__ = __fspath__ = __format__ = (
        __repr__
    ) = act
    __str__ = __bytes__ = __int__ = __float__ = __complex__ = __reversed__ = __add__ = __or__ = __del__ = act
    __instancecheck__ = __subclasscheck__ = __set_name__ = __reduce_ex__ = __sizeof__ = __dir__ = keys = act
    __missing__ = __length_hint__ = __await__ = __aiter__ = __anext__ = __mro_entries__ = fileno = read = act


class EvilStr(str):
    """A str that lies."""

    __eq__ = Evil.act
    __hash__ = Evil.act
    encode = split = startswith = rpartition = Evil.act


class EvilInt(int):
    """An int that lies."""

    __eq__ = __index__ = __lt__ = __hash__ = Evil.act


class EvilDict(dict):
    """A dict that lies."""

    __getitem__ = get = keys = items = __iter__ = Evil.act


class Meta(type):
    """A metaclass that lies."""

    __eq__ = __instancecheck__ = __subclasscheck__ = __getattribute__ = Evil.act
    __hash__ = type.__hash__


shared = [1, 2, 3]
table = {"a": 1, 1: 2}
started = generator()
next(started)
waiting = coroutine()
streaming = asynchronous()
try:
    raise ValueError("x")
except ValueError as error:
    caught = error
nested = []
for _ in range(5000):
    nested = [nested]
pool = [
    *(None, True, 0, 1, -1, 2**31, 2**63, -(2**63), 2**200, 1.5, float("nan"), 1j, "", "a", "sys", "os.path", "\ud800"),
    *("a" * 5000, "é\0x", "__class__", "__globals__", "strict", "utf-8", b"", b"abc\xff", bytearray(b"x"), memoryview(b"y")),
    *((), (1, 2), [], shared, {}, table, {1}, frozenset({2}), range(3), slice(1, 2), Evil(), Evil, EvilStr("sys"), EvilInt(3)),
    *(EvilDict(a=1), Meta("M", (), {}), type, object, int, str, list, dict, super, property, len, print, iter, generator),
    *(started, started.gi_frame, started.gi_code, waiting, streaming, caught, caught.__traceback__, sys._getframe()),
    *(types.SimpleNamespace(name="x", origin="y"), types.ModuleType("m"), sys, builtins, _objcap_guest, sys.stdin, sys.stdout),
    *(type.__dict__, Evil.__dict__, int.__dict__, (lambda: shared), (lambda x: x).__code__, Evil().act, "".join, nested),
    *(contextvars.copy_context(), contextvars.ContextVar("v"), weakref.ref(Evil), iter([1]), map(len, []), zip(), re.compile("a")),
    *(io.StringIO("x"), io.BytesIO(b"y"), collections.OrderedDict(a=1), collections.deque([1]), operator.attrgetter("a.b"), json),
]  # fmt: skip
FORBIDDEN = {
    "exit",
    "breakpoint",
    "input",
    "edit_line",
    "help",
    "_exit",
    "abort",
    "sleep",
    "pause",
    "set_int_max_str_digits",
}


def targets():
    """What is called: (name, callable)."""
    for module in (
        _objcap_guest,
        sys,
        builtins,
        os,
        gc,
        signal,
        time,
        _abc,
        _codecs,
        _weakref,
        importlib,
        contextvars,
    ):
        for name in dir(module):
            value = getattr(module, name, None)
            if callable(value) and name not in FORBIDDEN and not name.startswith("__build"):
                yield f"{module.__name__}.{name}", value
    for stream in (sys.stdin, sys.stdout, sys.stdin.buffer, sys.stdout.buffer):
        for name in dir(stream):
            if name not in ("close", "detach", "__exit__", "__del__", "reconfigure"):
                yield f"{stream.name}.{name}", getattr(stream, name, None)
    for value in (generator, started, started.gi_frame, started.gi_code, waiting, streaming, caught, caught.__traceback__,
                  type(sys.stdin), type(__import__), type, object, super, types.MethodType, types.MappingProxyType,
                  weakref.ref, len, Evil.__dict__, __import__, contextvars.Context, types.FunctionType, types.CodeType,
                  types.CellType, types.GenericAlias, type(sys.flags), staticmethod, property, BaseException, AttributeError):  # fmt: skip
        cls = value if isinstance(value, type) else type(value)
        for name, attribute in list(cls.__dict__.items()):
            for way in ("__get__", "__set__", "__delete__", "__call__"):
                if hasattr(type(attribute), way):
                    yield f"{cls.__name__}.{name}.{way}", getattr(attribute, way, None)
    for function in (operator.attrgetter, operator.methodcaller, pickle.loads, pickle.dumps, json.loads, json.dumps, re.compile,
                     typing.get_type_hints, importlib.import_module, warnings.warn, re.sub, time.strftime):  # fmt: skip
        yield function.__name__, function


calls = [(name, function) for name, function in targets() if callable(function)]
made = 0
choice, randrange = chance.choice, chance.randrange
keywords = (
    "name",
    "level",
    "fromlist",
    "globals",
    "locals",
    "key",
    "default",
    "errors",
    "encoding",
    "size",
    "mode",
    "filename",
)
while now() < end:
    name, function = choice(calls)
    arguments = [choice(pool) for _ in range(choice((0, 1, 1, 2, 2, 3, 4)))]
    extra = {choice(keywords): choice(pool)} if randrange(6) == 0 else {}
    note(f"{made} {name} {[type(a).__name__ for a in arguments]} {list(extra)}\n")
    made += 1
    try:
        result = function(*arguments, **extra)
        if randrange(4) == 0 and type(result) is not str:
            pool[randrange(len(pool))] = result
    except BaseException:
        result = None
note(f"calls: {made}\n")
