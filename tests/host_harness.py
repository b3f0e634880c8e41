"""A host application with secrets, which locks itself down and then runs a guest script.

    python tests/host_harness.py [--no-lockdown] [--strict] [--no-stdin] [--without NAME] SCRIPT

``run_security_tests.py`` starts it. Every secret contains the value of the environment variable
``OBJCAP_TEST_SECRET``, which starts with ``host-secret``; the runner looks for it in what is printed.
Scripts whose header says ``Harness: host`` find these names among their globals:

==========================  ==============================================================================
``host_function(text)``     closure, default, keyword default, attribute and annotation are secrets
``host_constant()``         a constant of its code is a secret
``host_wrapped(password)``  a ``functools.wraps`` wrapper; refuses all but one password
``host_generator``          suspended, with a secret in its locals; delegates to another generator
``host_coroutine``          suspended likewise; awaits another coroutine
``host_async_generator``    suspended likewise
``host_class``              a class; it has a private subclass, and a property that reads a global
``host_instance``           an instance of it, in a WeakValueDictionary and with a ``weakref.finalize``
``host_method``             bound method of an instance of the private subclass
``host_super``              a ``super`` object of that instance
``host_abc``                an ABC with a private class registered
``host_ref``                a weak reference with a callback whose closure is a secret
``host_exception``          caught before, with its traceback and context
``host_caller(f, *args)``   calls `f` from a frame with a secret
``host_catch(f)``           calls `f` while an exception with a secret is being handled
``host_list_consume(it)``   ``[item for item in it]``, as a loop in a frame with a secret
``host_discard(it)``        takes every item of `it` and drops it
``host_collect(it)``        the same in a method with ``__class__`` (for ``super``)
``host_len(x)``             ``len(x)``
``host_encode(t, errors)``  ``t.encode("ascii", errors)``
``host_dump(x)``            ``json.dumps(x)`` by the host's own json
``host_next_class(name)``   makes a class with a base of the host
``host_make_function()``    makes a function with a secret in its closure, when it is called
``host_numbers()``          a generator function; its generators are made when it is called
``host_work()``             a coroutine function likewise
``host_stream()``           an asynchronous generator function likewise
``host_drive()``            starts an asynchronous generator of the host's own, and drops it
``host_third()``            1/3 as the host's own decimal writes it
``host_door``               a class with a staticmethod, a property and a classmethod that keep the door
``host_enter(password)``    tells a secret if all three of them say so
``host_trusts()``           reads an attribute of the function itself
``host_partial(x)``         a ``functools.partial`` with a secret argument
``host_cached``             bound method behind ``functools.lru_cache``
``host_slot_method``        a slot method (``__eq__``) bound to a secret
``host_iterator``           iterator of a list, past a secret
``host_deque_iterator``     iterator of a deque likewise
``host_array_iterator``     iterator of an ``array.array``, past the bytes of a secret
``host_text_iterator``      iterator of a ``str``, past a secret
``host_bytes_iterator``     iterator of ``bytes`` likewise
``host_settings``           a ``MappingProxyType`` of an ``OrderedDict``
``host_mode()``             reads these settings
``host_partial_ref``        a weak reference whose callback is a partial with a secret
``host_order``              method of a private instance of a dataclass, whose repr is a secret
``host_cached_function``    ``host_function`` behind ``functools.lru_cache``
``host_checks()``           asks HostABC about a private object
``host_super_motto()``      calls a method of ``host_super``
``host_options``            a ``MappingProxyType`` of a ``ChainMap``
``host_option()``           reads these options
``host_fails(kind)``        asks an object of its own for an attribute that it does not have
==========================  ==============================================================================

Without the lockdown, each such script escapes; with it, none may.
"""

from __future__ import annotations

import abc
import array
import collections
import contextlib
import contextvars
import dataclasses
import decimal
import functools
import itertools
import json
import os
import sys
import tempfile
import types
import weakref
from collections.abc import Callable, Coroutine, Generator, Iterable
from typing import Any

TOKEN = os.environ.get("OBJCAP_TEST_SECRET", "host-secret-by-hand")


def secret(kind: str) -> str:
    """A secret that says where it was kept."""
    return f"{TOKEN}:{kind}"


HOST_SECRET = secret("global")
HOST_CONTEXT: contextvars.ContextVar[str] = contextvars.ContextVar("HOST_CONTEXT")
HOST_CONTEXT.set(secret("context variable"))
HOST_FILE = tempfile.TemporaryFile("w+")  # noqa: SIM115
HOST_FILE.write(secret("open file"))
HOST_FILE.flush()


def make_function() -> Callable[..., str]:
    """Make a function with a secret in every place that a function has."""
    key = secret("closure")

    def host_function(text: str = secret("default"), *, mark: str = secret("keyword default")) -> str:
        """Say how long `text` is."""
        return f"{len(text) + len(key + mark) - len(mark + key)} letters"

    host_function.__annotations__["note"] = secret("annotation")
    host_function.__dict__["key"] = secret("attribute")
    return host_function


def make_constant() -> Callable[[], int]:
    """Make a function with a secret among the constants of its code."""
    namespace: dict[str, Any] = {"__name__": __name__}
    source = f"def host_constant():\n    key = {secret('code constant')!r}\n    return len(key)\n"
    exec(compile(source, __file__, "exec"), namespace)
    return namespace["host_constant"]  # type: ignore[no-any-return]


def make_wrapped() -> Callable[[str], str]:
    """Make a function behind a wrapper that asks for a password."""

    def read_secret(password: str) -> str:
        return secret("behind a wrapper")

    @functools.wraps(read_secret)
    def wrapper(password: str) -> str:
        if type(password) is not str or password != TOKEN:  # no __ne__ of a guest's gets it
            raise PermissionError("wrong password")
        return read_secret(password)

    return wrapper


def make_generator() -> Generator[int, None, None]:
    """Make a suspended generator with a secret in its frame and in that of the one it delegates to."""

    def inner() -> Generator[int, None, None]:
        key = secret("inner generator")
        yield len(key)
        yield 0

    def outer() -> Generator[int, None, None]:
        key = secret("generator")
        yield from inner()
        yield len(key)

    generator = outer()
    next(generator)
    return generator


@types.coroutine
def _pause() -> Generator[None, None, None]:
    yield


def make_coroutine() -> Coroutine[Any, Any, int]:
    """Make a suspended coroutine with a secret in its frame."""

    async def inner() -> int:
        key = secret("inner coroutine")
        await _pause()
        return len(key)

    async def outer() -> int:
        key = secret("coroutine")
        return await inner() + len(key)

    coroutine = outer()
    coroutine.send(None)
    return coroutine


def make_async_generator() -> Any:
    """Make a suspended asynchronous generator with a secret in its frame."""

    async def numbers() -> Any:
        key = secret("asynchronous generator")
        yield len(key)
        yield 0

    generator = numbers()
    with contextlib.suppress(StopIteration):
        generator.asend(None).send(None)
    return generator


class HostRecord:
    """The base of what the host keeps."""


class HostAccount(HostRecord):
    """What the host shows of its accounts."""

    def __init__(self, number: int) -> None:
        self.number = number

    @property
    def motto(self) -> str:
        """The length of a secret as text."""
        return str(len(HOST_SECRET))

    def greet(self) -> str:
        """A friendly word."""
        return "hello from the host"


class HostVault(HostAccount):
    """Private: no guest gets this class, nor an instance."""

    label = secret("private class")

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.key = secret("private instance")

    def collect(self, iterator: Iterable[Any]) -> list[Any]:
        """Take every item of `iterator`; ``super`` gives this method a ``__class__`` cell."""
        super().greet()
        found = []
        for item in iterator:
            found.append(item)
        return found


class HostABC(abc.ABC):
    """An abstract class of the host."""

    @abc.abstractmethod
    def run(self) -> None:
        """Do it."""


class HostPlugin:
    """Private: registered with HostABC."""

    label = secret("registered class")


HostABC.register(HostPlugin)
isinstance(HostPlugin(), HostABC)


def make_ref(target: object) -> weakref.ref[Any]:
    """Make a weak reference with a callback whose closure is a secret."""
    key = secret("closure of a callback")

    def gone(reference: object) -> None:
        print(len(key))

    return weakref.ref(target, gone)


def make_exception() -> Exception:
    """Catch an exception with a secret in its frames, and in those of its context."""

    def inner() -> None:
        key = secret("frame of the context")
        raise ValueError(len(key))

    def outer() -> None:
        key = secret("frame of an exception")
        try:
            inner()
        except ValueError:
            raise LookupError(len(key))  # noqa: B904

    try:
        outer()
    except LookupError as error:
        return error
    raise AssertionError


def host_caller(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call `function` from a frame with a secret."""
    key = secret("calling frame")
    result = function(*arguments)
    return result if key else None


def host_catch(function: Callable[[], Any]) -> Any:
    """Call `function` while an exception is being handled."""
    key = secret("exception in flight")
    try:
        raise RuntimeError(key)
    except RuntimeError:
        return function()


def host_list_consume(iterator: Iterable[Any]) -> list[Any]:
    """Take every item of `iterator`."""
    key = secret("consuming frame")
    found = []
    for item in iterator:
        found.append(item)
    return found if key else []


def host_discard(iterator: Iterable[Any]) -> None:
    """Take every item of `iterator` and drop it."""
    for _item in iterator:
        pass
    del _item


def host_len(value: Any) -> int:
    """The length of `value`."""
    return len(value)


def host_encode(text: str, errors: str) -> bytes:
    """Encode `text` with an error handler of the caller's choice."""
    return text.encode("ascii", errors)


def host_dump(value: Any) -> str:
    """Dump `value` with the host's json."""
    return json.dumps(value)


def host_next_class(name: str) -> type:
    """Make a class that inherits from one of the host's."""
    return types.new_class(name, (HostAccount,))


def host_make_function() -> Callable[[], int]:
    """Make a function; what is made after the lockdown is the host's as well."""
    key = secret("closure made late")

    def made_late() -> int:
        return len(key)

    return made_late


def host_numbers() -> Generator[int, None, None]:
    """Yield numbers."""
    key = secret("generator made late")
    yield len(key)
    yield 0


async def host_work() -> int:
    """Wait once."""
    key = secret("coroutine made late")
    await _pause()
    return len(key)


async def host_stream() -> Any:
    """Yield numbers asynchronously."""
    key = secret("asynchronous generator made late")
    yield len(key)
    yield 0


def host_drive() -> None:
    """Start an asynchronous generator that nobody else knows."""
    with contextlib.suppress(StopIteration):
        host_stream().asend(None).send(None)


def host_third() -> str:
    """Divide with the precision that decimal has."""
    return str(decimal.Decimal(1) / decimal.Decimal(3))


class HostDoor:
    """A door with three locks."""

    @staticmethod
    def check(password: str) -> bool:
        """Is that the password?"""
        return type(password) is str and password == HOST_SECRET

    check.__annotations__["note"] = secret("annotation of a static method")  # type: ignore[attr-defined]

    @property
    def open(self) -> bool:
        """Is it open?"""
        return False

    @classmethod
    def owner(cls) -> str:
        """Say whose it is."""
        return "host"


def host_enter(password: str) -> str:
    """Go in through the door."""
    if HostDoor.check(password) or HostDoor().open or HostDoor.owner() != "host":
        return secret("behind the door")
    return "locked"


def host_trusts() -> Any:
    """Read an attribute of this function."""
    return getattr(host_trusts, "trusted", None)


class HostCache:
    """Private: its method is cached."""

    def __init__(self) -> None:
        self.key = secret("instance behind a cached method")

    @functools.lru_cache  # noqa: B019
    def cached(self) -> int:
        """Count."""
        return len(self.key)


def count_letters(text: str, other: object = None) -> int:
    """Count the letters of `text`."""
    return len(text)


def make_iterator() -> Any:
    """Make an iterator of a list, and go past its first item."""
    iterator = iter([secret("item that is past"), "second"])
    next(iterator)
    return iterator


def past(items: Iterable[Any], count: int) -> Any:
    """Make an iterator, and take that many items from it."""
    iterator = iter(items)
    for _ in range(count):
        next(iterator)
    return iterator


def make_iterators() -> dict[str, Any]:
    """Iterators of other types, each past a secret."""
    text = secret("text that is past")
    return {
        "host_deque_iterator": past(collections.deque([secret("item of a deque"), "second"]), 1),
        "host_array_iterator": past(array.array("b", text.encode()), len(text) - 1),
        "host_text_iterator": past(text, len(text) - 1),
        "host_bytes_iterator": past(text.encode(), len(text) - 1),
    }


@dataclasses.dataclass
class HostOrder:
    """Private: its method is handed out."""

    customer: str

    def total(self) -> int:
        """The sum of the order."""
        return len(self.customer)


SETTINGS = collections.OrderedDict(mode="safe")


OPTIONS = collections.ChainMap({"mode": "safe"}, {"level": "low"})


def host_option() -> str:
    """Read the options."""
    return OPTIONS["mode"] + " and " + OPTIONS["level"]


def host_mode() -> str:
    """Read the settings."""
    return SETTINGS["mode"]


VAULT = HostVault(1)
ACCOUNT = HostAccount(2)
SUPER = super(HostVault, VAULT)
REGISTRY: weakref.WeakValueDictionary[str, HostAccount] = weakref.WeakValueDictionary(
    vault=VAULT, account=ACCOUNT
)
weakref.finalize(ACCOUNT, len, secret("argument of a finaliser")).atexit = False


def host_checks() -> bool:
    """Is the vault something that runs?"""
    return isinstance(VAULT, HostABC)


def host_super_motto() -> str:
    """Greet by the class above."""
    return SUPER.greet()


FAILING = {
    "dict": {"key": secret("dict that an attribute was asked of")},
    "text": secret("text that an attribute was asked of"),
    "class": HostVault,
    "settings": SETTINGS,
}


def host_fails(kind: str) -> Any:
    """Ask for an attribute that is not there."""
    return FAILING[kind].attribute  # type: ignore[attr-defined]


def guest_names() -> dict[str, Any]:
    """The host's objects that a guest is given."""
    return {
        "host_function": make_function(),
        "host_constant": make_constant(),
        "host_wrapped": make_wrapped(),
        "host_generator": make_generator(),
        "host_coroutine": make_coroutine(),
        "host_async_generator": make_async_generator(),
        "host_class": HostAccount,
        "host_instance": ACCOUNT,
        "host_method": VAULT.greet,
        "host_super": SUPER,
        "host_abc": HostABC,
        "host_ref": make_ref(ACCOUNT),
        "host_exception": make_exception(),
        "host_caller": host_caller,
        "host_catch": host_catch,
        "host_list_consume": host_list_consume,
        "host_discard": host_discard,
        "host_collect": VAULT.collect,
        "host_len": host_len,
        "host_encode": host_encode,
        "host_dump": host_dump,
        "host_next_class": host_next_class,
        "host_make_function": host_make_function,
        "host_numbers": host_numbers,
        "host_work": host_work,
        "host_stream": host_stream,
        "host_drive": host_drive,
        "host_third": host_third,
        "host_door": HostDoor,
        "host_enter": host_enter,
        "host_trusts": host_trusts,
        "host_partial": functools.partial(count_letters, secret("argument of a partial")),
        "host_cached": HostCache().cached,
        "host_slot_method": secret("object of a slot method").__eq__,
        "host_iterator": make_iterator(),
        **make_iterators(),
        "host_settings": types.MappingProxyType(SETTINGS),
        "host_mode": host_mode,
        "host_partial_ref": weakref.ref(
            ACCOUNT, functools.partial(count_letters, secret("partial of a callback"))
        ),
        "host_order": HostOrder(secret("repr of an instance")).total,
        "host_cached_function": functools.lru_cache(make_function()),
        "host_checks": host_checks,
        "host_super_motto": host_super_motto,
        "host_fails": host_fails,
        "host_options": types.MappingProxyType(OPTIONS),
        "host_option": host_option,
    }


def main(arguments: list[str]) -> None:
    """Lock down unless told not to, and run the script that `arguments` name."""
    *flags, path = arguments
    with open(path, encoding="utf-8") as file:
        source = file.read()
    names = {"__name__": "__main__", **guest_names()}
    if "--no-lockdown" not in flags:
        import objcap

        without = [name for flag, name in itertools.pairwise(flags) if flag == "--without"]
        objcap.lockdown(objcap.Policy(strict="--strict" in flags, without=without))
    exec(compile(source, path, "exec"), names)


if __name__ == "__main__":
    main(sys.argv[1:])
