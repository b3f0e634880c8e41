"""What makes less of a capability: one wrapper, and a gate for each kind of less.

An Attenuated stands for a capability, an object of the class Cap or a function. Every call of it goes
through its gate, which may refuse before the call begins and withhold what comes of it. Whatever comes out,
also as an argument of a function that the caller has passed in, comes out behind the same gate: a membrane.
"""

from __future__ import annotations

import inspect
import itertools
import weakref
from collections.abc import Callable, Coroutine
from typing import Any

from objcap._objcap import Capability, Stream, capability, capability_methods, is_plain
from objcap.caps._base import Cap

Target = Cap | Capability | Callable[..., Any]

_PLAIN = frozenset((type(None), bool, int, float, str, bytes, list, tuple, dict))
_NESTED = 100  # containers inside containers: no more cross
_numbers = itertools.count(1)


def shown(value: object, room: int = 200) -> str:
    """A value as a person may read it: ASCII only, so that nothing in it can disguise the rest, and short:
    "..." stands for what was left out."""
    kind = type(value)
    if kind is str or kind is bytes or kind is bytearray:
        assert isinstance(value, (str, bytes, bytearray))
        text = ascii(value[:room])
        text = text if len(value) <= room else f"{text}... ({len(value)} in all)"
    elif kind is int:
        assert isinstance(value, int)
        text = str(value) if value.bit_length() <= 256 else f"<int of {value.bit_length()} bits>"
    elif kind in (bool, float, complex, type(None)):
        text = ascii(value)
    elif kind in (list, tuple, set, frozenset):
        assert isinstance(value, (list, tuple, set, frozenset))
        parts = []
        for item in value:
            parts.append(shown(item, room) if room > 0 else "...")
            room -= len(parts[-1])
            if room <= 0:
                parts.append("...")
                break
        text = f"{kind.__name__}({', '.join(parts)})" if kind not in (list, tuple) else ", ".join(parts)
        text = f"[{text}]" if kind is list else f"({text})" if kind is tuple else text
    elif kind is dict:
        assert isinstance(value, dict)
        parts = []
        for key, item in value.items():
            parts.append(f"{shown(key, room)}: {shown(item, room)}" if room > 0 else "...")
            room -= len(parts[-1])
            if room <= 0:
                parts.append("...")
                break
        text = f"{{{', '.join(parts)}}}"
    elif isinstance(value, (Cap, Capability)):
        text = f"<capability {label(value)!a}>"
    else:
        text = f"<{ascii(kind.__name__)[1:-1]}>"
    return text


class Call:
    """A call that a gate is asked about.

    name: what is called, "Directory.open" or "price".
    method: the method, "__call__" if it is the capability itself.
    args, kwargs: as the target will get them.
    inward: the target calls a function that its caller has passed in.
    number: of this call, in this process.

    str() of it is for people: one line of ASCII.
    """

    __slots__ = ("args", "inward", "kwargs", "method", "name", "number", "reading", "thread")

    def __init__(
        self, name: str, method: str, args: tuple[Any, ...], kwargs: dict[str, Any], *, inward: bool = False
    ) -> None:
        self.name = name
        self.method = method
        self.args = args
        self.kwargs = kwargs
        self.inward = inward
        self.reading = False
        self.number = next(_numbers)
        self.thread = 0

    def __str__(self) -> str:
        parts = [shown(arg) for arg in self.args]
        parts += [f"{ascii(name)[1:-1]}={shown(arg)}" for name, arg in self.kwargs.items()]
        return f"{ascii(self.name)[1:-1]}({', '.join(parts)})"


class Gate:
    """What every call through an Attenuated passes. This one lets everything through.

    To make a kind of one's own, override what is needed and use attenuate(). One gate serves every capability
    that comes out of another, and threads at the same time.
    """

    # May files that came out of a capability go on by themselves, whatever becomes of the gate?
    native = False

    def __init__(self) -> None:
        self._made: weakref.WeakValueDictionary[int, Attenuated] = weakref.WeakValueDictionary()

    def before(self, call: Call) -> None:
        """The call is about to begin: raise PermissionError, or whatever fits, to refuse it."""

    def after(self, call: Call, result: Any) -> None:
        """It has returned that: raise to withhold it."""

    def failed(self, call: Call, error: BaseException) -> None:
        """It has raised, or after() has."""

    def parked(self, call: Call) -> None:
        """It has returned a coroutine, which has not begun."""

    def resumed(self, call: Call) -> None:
        """That coroutine begins: raise to refuse."""

    def outward(self, cap: Cap) -> Cap:
        """What a capability that comes out is replaced by."""
        return cap._behind(self)

    def behind(self, target: Target) -> Attenuated:
        """A target behind this gate, always the same one."""
        target = Cap.of(target) or target
        made = self._made.get(id(target))
        if made is None:
            made = self._made[id(target)] = Attenuated(target, self)
        return made


class Attenuated(Cap):
    """A capability, an object or a function behind a gate. In the host it can be used as the original is: its
    methods are attributes."""

    def __init__(self, target: Target, gate: Gate) -> None:
        cap = Cap.of(target)
        self._target: Target = target if cap is None else cap
        self._gate = gate
        self._name = label(target)
        if cap is not None:
            self._exports, self._reading = cap._exports, cap._reading
        else:
            self._exports = (capability_methods(target) or ()) if isinstance(target, Capability) else ()
            if not isinstance(target, Capability) and not callable(target):
                raise TypeError(f"a capability or a callable is needed, not {type(target).__name__}")

    def _read_only(self) -> Cap:
        from objcap.caps._combine import read_only

        return self._gate.behind(read_only(self._target))

    def _label(self) -> str:
        return self._name

    def _doc(self) -> str | None:
        target = self._target
        doc = target._doc() if isinstance(target, Cap) else getattr(target, "__doc__", None)
        return doc if isinstance(doc, str) else None

    def _calls(self) -> bool:
        target = self._target
        return target._calls() if isinstance(target, Cap) else True

    def _method(self, name: str) -> Callable[..., Any]:
        def method(*args: Any, **kwargs: Any) -> Any:
            return self._pass(name, args, kwargs)

        method.__name__ = name
        method.__doc__ = _doc_of(self._target, name)
        return method

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._exports:
            raise AttributeError(f"{self!r} has no {name!r}; it has: {', '.join(self._exports) or 'nothing'}")
        return self._method(name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not self._calls():
            raise TypeError(f"{self!r} cannot be called; it has: {', '.join(self._exports) or 'nothing'}")
        return self._pass("__call__", args, kwargs)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._exports})

    def __repr__(self) -> str:
        return f"<{self._name} behind {type(self._gate).__name__}>"

    # ------------------------------------------------------------ the membrane

    def _pass(self, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """One call through the gate."""
        name = self._name if method == "__call__" else f"{self._name}.{method}"
        call = Call(name, method, args, kwargs)
        if not (is_plain(args) and is_plain(kwargs)):
            call.args = tuple(self._in(arg) for arg in args)
            call.kwargs = {key: self._in(arg) for key, arg in kwargs.items()}
        call.reading = method in self._reading
        return self._through(call, lambda: invoke(self._target, method, call.args, call.kwargs), self._out)

    def _through(self, call: Call, begin: Callable[[], Any], turned: Callable[[Any], Any]) -> Any:
        gate = self._gate
        gate.before(call)
        try:
            result = begin()
            if type(result) in _PLAIN or not inspect.iscoroutine(result):
                gate.after(call, result)
                return turned(result)
        except BaseException as error:
            gate.failed(call, error)
            raise
        gate.parked(call)
        return self._later(call, result, turned)

    async def _later(
        self, call: Call, coroutine: Coroutine[Any, Any, Any], turned: Callable[[Any], Any]
    ) -> Any:
        """A call that takes time in an event loop."""
        gate = self._gate
        try:
            gate.resumed(call)
        except BaseException:
            coroutine.close()
            raise
        try:
            result = await coroutine
            gate.after(call, result)
            return turned(result)
        except BaseException as error:
            gate.failed(call, error)
            raise

    def _out(self, value: Any) -> Any:
        """What the caller gets for something of the target's."""
        return value if is_plain(value) else _changed(value, self._come_out, 0)

    def _in(self, value: Any) -> Any:
        """What the target gets for something of the caller's."""
        return value if is_plain(value) else _changed(value, self._go_in, 0)

    def _come_out(self, value: Any) -> Any:
        if type(value) is Stream:
            if self._gate.native:  # what it has written is complete only with our consent
                if value.control is not None:
                    through = self._function(value.control, self._in, self._out, "a file of it", inward=False)
                    value.control = capability(through, "file")
                return value
            from objcap.caps._asking import Asked

            value = Asked(value)
        if isinstance(value, (Cap, Capability)):
            cap = Cap.of(value)
            return self._gate.behind(value) if cap is None else self._gate.outward(cap)
        return self._function(value, self._in, self._out, "a function of it", inward=False)

    def _go_in(self, value: Any) -> Any:
        if isinstance(value, (Cap, Capability)):
            return value
        return self._function(value, self._out, self._in, "a function that was passed in", inward=True)

    def _function(
        self, value: Any, given: Callable[[Any], Any], got: Callable[[Any], Any], what: str, *, inward: bool
    ) -> Any:
        """A function that crosses the membrane: calls of it go through the gate, too."""
        if not callable(value) or isinstance(value, type):
            return value
        name = f"{self._name}, {what}"

        def function(*args: Any, **kwargs: Any) -> Any:
            arguments = tuple(given(arg) for arg in args)
            call = Call(name, "__call__", arguments, {key: given(arg) for key, arg in kwargs.items()})
            call.inward = inward
            return self._through(call, lambda: value(*call.args, **call.kwargs), got)

        return function


def label(target: Target) -> str:
    """What a target is called."""
    if isinstance(target, Cap):
        return target._label()
    return str(getattr(target, "__name__", type(target).__name__))


def _doc_of(target: Target, name: str) -> str | None:
    if isinstance(target, Attenuated):
        return _doc_of(target._target, name)
    doc = getattr(getattr(target, name, None), "__doc__", None)
    return doc if isinstance(doc, str) else None


def _changed(value: Any, change: Callable[[Any], Any], depth: int) -> Any:
    """A copy of a value in which everything that is no plain data is changed."""
    if is_plain(value):
        return value
    kind = type(value)
    if kind not in (list, tuple, dict, set, frozenset):
        return change(value)
    if depth == _NESTED:
        raise TypeError("containers are nested too deeply")
    depth += 1
    if kind is dict:
        return {
            _changed(key, change, depth): _changed(item, change, depth) for key, item in list(value.items())
        }
    return kind([_changed(item, change, depth) for item in list(value)])


def invoke(target: Target, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a method of what can be behind a gate; "__call__": the thing itself."""
    cap = Cap.of(target)
    if cap is not None:
        return cap._method(method)(*args, **kwargs)
    if method == "__call__":
        assert callable(target)
        return target(*args, **kwargs)
    return getattr(target, method)(*args, **kwargs)
