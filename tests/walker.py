"""A guest that follows everything it can reach, and reports what is the host's or has power.

Run by tests/unit/test_reachability.py inside tests/host_harness.py, after the lockdown: its globals hold
the objects that the host has handed out, and the host has planted secrets in its modules, frames, closures,
classes and instances. From there, from builtins and from every module that can be imported, it follows

* every attribute, by getattr(), by the __getattribute__ of object and of type, which a guest can take from
  their dicts, and by every descriptor in the classes of the MRO, called by hand;
* every item of every container;
* the results of calls without arguments that change nothing, among them __reduce_ex__ of every protocol.

Its last line is JSON: how many objects were visited, and the findings, each with the path that led there.
"""

import collections
import decimal
import importlib
import ipaddress
import json
import sys
import time
import types

LIMIT = 1_000_000  # objects; test_reachability.py lowers both
SECONDS = 300
STOP = False  # at the first finding

SECRET = ("host", "secret", "")  # joined when it is looked for: else the walk would find it here
SKIPPED = {
    # Objects that cannot lead on, and are many.
    int, float, complex, bool, type(None), range, slice, type(NotImplemented), type(...), decimal.Decimal,
    ipaddress.IPv4Address, ipaddress.IPv6Address,
}  # fmt: skip
# Calls without arguments that change nothing.
CALLS = """
__dir__ __getstate__ __iter__ __reduce__ __reversed__ __subclasses__ __sizeof__ copy items keys mro values
tolist toreadonly __getnewargs__ __getnewargs_ex__ __length_hint__ elements co_lines co_positions as_tuple
_asdict
""".split()
# What no guest is given: classes and their instances, and a function.
PRIVATE = {"HostVault", "HostPlugin", "gone"}
# Powers are tried where they are found: name of the callable, arguments, and what must not come back.
TRIES = {
    "open": ("/etc/passwd",),
    "open_code": ("/etc/passwd",),
    "FileIO": ("/etc/passwd",),
    "listdir": ("/",),
    "scandir": ("/",),
    "stat": ("/",),
    "get_data": ("/etc/passwd",),
    "popen": ("true",),
    "fork": (),
    "fork_exec": (),
    "socket": (),
    "settrace": (print,),
    "setprofile": (print,),
    "addaudithook": (print,),
    "get_objects": (),
    "_getframe": (1,),
    "_current_frames": (),
    "create_dynamic": (types.SimpleNamespace(name="_socket", origin="/x.so"),),
    "CodeType": (0, 0, 0, 0, 0, 0, b"", (), (), (), "", "", "", 0, b"", b"", (), ()),
}

start = time.monotonic()
visited = set()
kept = []  # keeps the ids
parents = {}  # id -> (id of the parent, step)
findings = []
near = {}  # id -> steps from what the host has handed out; these come first
first = collections.deque()
queue = collections.deque()
bound = set()
BOUND = {type(len), type((1).__add__), type([].append), types.MethodType}
getattribute = [object.__dict__["__getattribute__"], type.__dict__["__getattribute__"]]


def path_of(identity):
    steps = []
    while identity in parents and len(steps) < 40:
        identity, step = parents[identity]
        steps.append(step)
    return "".join(reversed(steps))


def report(what, identity, step):
    findings.append(f"{what}: {path_of(identity)}{step}"[:500])


def is_own(value):
    """The walker's own state leads everywhere it has been."""
    return any(value is own for own in (visited, kept, parents, queue, first, near, findings, bound))


def self_of(value, identity):
    """What a method is bound to; what led to it, if that is not to be seen."""
    try:
        return value.__self__
    except BaseException:
        return identity


def meet(value, identity, step, fresh=0):
    """A value that was reached from the object `identity` by `step`; `fresh`: a call has made it."""
    kind = type(value)
    if kind in SKIPPED or is_own(value):
        return
    if kind in (str, bytes, bytearray):
        text = value if kind is str else bytes(value[:200]).decode("latin-1")
        if "-".join(SECRET) in text:
            report("a secret", identity, step)
        return
    if id(value) in visited:
        return
    if kind in BOUND:
        # Each look at a method makes a new object: one of each name and type, module or class is enough.
        owner = self_of(value, identity)
        key = kind, value.__name__, owner if isinstance(owner, int) else type(owner).__name__
        if isinstance(owner, (type, types.ModuleType)):
            key = kind, value.__name__, id(owner)
        if key in bound:
            return
        bound.add(key)
    elif kind is tuple and fresh < 6:
        for index, item in enumerate(value):
            meet(item, identity, f"{step}[{index}]", fresh + 1)
        return
    elif fresh:
        if kind in (list, dict, set, frozenset) and fresh < 6:
            for index, item in enumerate(value.items() if kind is dict else value):
                meet(item, identity, f"{step}[{index}]", fresh + 1)
            return
        key = kind, step
        if key in bound:
            return
        bound.add(key)
    above = parents.get(identity, (0, ""))
    if step == above[1] == parents.get(above[0], (0, ""))[1]:
        return  # x.imag.imag.imag
    visited.add(id(value))
    kept.append(value)
    parents[id(value)] = (identity, step)
    name = None
    try:
        name = value.__name__
    except BaseException:
        pass
    if (type(name) is str and name in PRIVATE) or kind.__name__ in PRIVATE:
        report("a private object", identity, step)
    if type(name) is str and name in TRIES and callable(value) and not isinstance(value, types.FunctionType):
        try:
            result = value(*TRIES[name])
        except BaseException:
            pass
        else:
            if name != "_getframe" or result.f_globals is not globals():
                report(f"power: {name}", identity, step)
    steps = near.get(identity, 9) + 1 if identity else 0 if step.startswith("host_") else 9
    if steps < 5:
        near[id(value)] = steps
        first.append(value)
    else:
        queue.append(value)


def names_of(value):
    """Every name that an attribute of `value` may have."""
    names = set()
    try:
        names.update(name for name in dir(value) if type(name) is str)
    except BaseException:
        pass
    for cls in type.__dict__["__mro__"].__get__(type(value)):
        names.update(name for name in vars(cls) if type(name) is str)
    return names


def follow(value):
    identity = id(value)
    kind = type(value)
    if kind is dict or kind is types.MappingProxyType:
        for key, item in list(value.items()):
            meet(key, identity, ".key")
            meet(item, identity, f"[{key!r:.60}]")
    elif kind in (list, tuple, set, frozenset, collections.deque):
        for index, item in enumerate(list(value)):
            meet(item, identity, f"[{index}]")
    if kind in (list, dict, tuple, set, frozenset):
        return
    for name in names_of(value):
        found = {}
        try:
            found["getattr"] = getattr(value, name)
        except BaseException:
            pass
        for way, get in enumerate(getattribute):
            try:
                found[f"__getattribute__ {way}"] = get(value, name)
            except BaseException:
                pass
        for cls in type.__dict__["__mro__"].__get__(kind):
            try:
                descriptor = vars(cls)[name]
                found[f"descriptor of {cls.__name__}"] = type(descriptor).__get__(descriptor, value, kind)
            except BaseException:
                pass
        seen = set()
        for way, attribute in found.items():
            if id(attribute) in seen:
                continue
            seen.add(id(attribute))
            meet(attribute, identity, f".{name}" if way == "getattr" else f".<{way}>.{name}")
            if name in CALLS and not isinstance(value, type(sys)):
                try:
                    meet(attribute(), identity, f".{name}()", 1)
                except BaseException:
                    pass
            elif name == "__reduce_ex__":
                for protocol in (0, 2, 4):
                    try:
                        meet(attribute(protocol), identity, f".__reduce_ex__({protocol})", 1)
                    except BaseException:
                        pass


def syntax_made():
    """Objects that no name leads to."""

    def function():
        yield sys._getframe() if hasattr(sys, "_getframe") else None

    async def coroutine():
        return 1

    async def asynchronous():
        yield 1

    class Own:
        def method(self):
            return super()

    try:
        raise ValueError("own")
    except ValueError as error:
        own_error = error
    generator = function()
    made = coroutine()
    yield from (
        function,
        generator,
        next(generator),
        made,
        asynchronous(),
        Own,
        Own(),
        Own().method,
        own_error,
    )
    yield from (Own().method(), own_error.__traceback__, function.__code__, (lambda: function).__closure__)
    yield from (
        iter([]),
        iter(()),
        iter({}),
        iter(set()),
        iter(""),
        iter(b""),
        {}.keys(),
        {}.items(),
        memoryview(b""),
    )
    yield from (
        zip(),
        map(len, []),
        filter(None, []),
        enumerate([]),
        reversed([]),
        iter(int, 1),
        property(),
        Own.__dict__,
    )
    yield from (
        len,
        str.join,
        "".join,
        int.__add__,
        (1).__add__,
        type.__dict__["__mro__"],
        list[int],
        int | str,
    )
    made.close()


meet(builtins_dict := __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__), 0, "builtins")
meet(sys, 0, "sys")
handed = dict(globals())
for name, value in handed.items():
    if name.startswith("host_"):
        meet(value, 0, name)
for index, value in enumerate(syntax_made()):
    meet(value, 0, f"<syntax {index}>")
imported = 0
for name in sorted(sys.stdlib_module_names):
    if name in ("antigravity", "this", "idlelib", "test"):
        continue
    try:
        module = importlib.import_module(name)
    except BaseException:
        continue
    imported += 1
    meet(module, 0, name)
while (
    (first or queue)
    and len(visited) < LIMIT
    and time.monotonic() - start < SECONDS
    and not (STOP and findings)
):
    follow((first or queue).popleft())
print(
    json.dumps(
        {"visited": len(visited), "left": len(first) + len(queue), "imported": imported, "findings": findings}
    )
)
