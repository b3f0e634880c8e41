"""Walk over everything that a guest's modules lead to: nothing of it has power.

Attributes, items, globals and closures of functions, classes and their bases are
followed. What looks like a power is tried, and must refuse.
"""

import importlib
import sys
import types

MODULES = """
abc argparse array ast asyncio base64 binascii bisect calendar codecs collections configparser
contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis encodings enum errno
fractions functools gc hashlib heapq hmac html importlib importlib.machinery importlib.util inspect io
ipaddress itertools json linecache locale logging math operator os os.path pathlib pickle pkgutil
posix pprint queue random re secrets shlex shutil signal statistics string struct tempfile textwrap
threading time tokenize traceback types typing unicodedata unittest urllib.parse uuid warnings weakref
xml.etree.ElementTree zipfile zlib zoneinfo _io _thread _imp _weakref _warnings _frozen_importlib
_frozen_importlib_external
""".split()

LIMIT = 120_000
SECRET = "/etc/passwd"
TRIES = {
    "open": (SECRET,),
    "open_code": (SECRET,),
    "FileIO": (SECRET,),
    "listdir": ("/",),
    "scandir": ("/",),
    "stat": ("/",),
    "get_data": (SECRET,),
    "system": ("true",),
    "popen": ("true",),
    "fork": (),
    "getppid": (),
    "start_new_thread": (print, ()),
    "fork_exec": (),
    "socket": (),
    "create_dynamic": (types.SimpleNamespace(name="_socket", origin="/x.so"),),
    "create_builtin": (types.SimpleNamespace(name="posix", origin=None),),
    "settrace": (print,),
    "addaudithook": (print,),
    "get_objects": (),
    "getenv": ("HOME",),
}
HARMLESS = (int, float, complex, str, bytes, bool, type(None), bytearray, range, slice)

seen = set()
found = []


def refuses(name, thing):
    """Does calling `thing` give nothing?"""
    try:
        result = thing(*TRIES[name])
    except BaseException:
        return True
    if name == "create_builtin":
        return not hasattr(result, "listdir")
    return result is None or isinstance(result, type(NotImplemented)) or name == "socket"


def children(thing):
    if isinstance(thing, dict):
        yield from list(thing.values())
        yield from list(thing)
        return
    if isinstance(thing, (list, tuple, set, frozenset)):
        yield from list(thing)
        return
    if isinstance(thing, types.ModuleType):
        yield thing.__dict__
        return
    for name in (
        "__dict__", "__globals__", "__closure__", "__defaults__", "__kwdefaults__", "__wrapped__", "__self__",
        "__func__", "__bases__", "__mro__", "__class__", "__init__", "__new__", "__spec__", "__loader__",
        "cell_contents", "func", "args", "keywords", "fget", "fset", "f_globals", "f_locals", "f_back",
        "tb_frame", "gi_frame", "__subclasses__", "__builtins__", "__code__",
    ):  # fmt: skip
        try:
            value = getattr(thing, name)
        except Exception:
            continue
        if name == "__subclasses__" and isinstance(thing, type):
            try:
                value = thing.__subclasses__()
            except Exception:
                continue
        if isinstance(value, types.MappingProxyType):
            value = dict(value)
        yield value


stack = [importlib.import_module(name) for name in MODULES] + [sys, __builtins__]
while stack and len(seen) < LIMIT:
    thing = stack.pop()
    if isinstance(thing, HARMLESS) or id(thing) in seen:
        continue
    seen.add(id(thing))
    found.append(thing)  # keeps the id
    name = getattr(thing, "__name__", None)
    if type(name) is str and callable(thing) and name in TRIES:
        assert refuses(name, thing), f"{thing!r} has power"
    if isinstance(thing, types.ModuleType) and thing.__name__ == "sys":
        assert thing is sys and not hasattr(thing, "settrace") and not hasattr(thing, "addaudithook")
    stack.extend(children(thing))

assert len(seen) > 10_000, f"the walk stopped early: {len(seen)}"
