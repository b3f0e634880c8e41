"""A host application that hands out functions, locks itself down and then runs a guest script.

    python tests/broker_harness.py [--no-lockdown] SCRIPT

``run_security_tests.py`` starts it for scripts with ``Harness: broker``. Without the lockdown they get the
functions themselves, as any application would hand them out; with it, capabilities. The functions check
what they are given as careful people do. Every secret contains the value of ``OBJCAP_TEST_SECRET``.

==========================  ==============================================================================
``read(name)``              the text of a file of the host's folder whose name starts with "public"
``withdraw(amount)``        takes at most 100 from the account and returns the balance, 1000 at first
``move(amount)``            moves it from the account to the savings, in two steps
``balances()``              account and savings
``rows()``                  a list that the host goes on using
``row_count()``             how long that list is
``settings()``              an object of the host, with a secret among its attributes
``numbers()``               a generator of the host, with a secret in its frame
``visit(function)``         calls `function` from a frame with a secret
``visit_safely(function)``  the same; writes down what the exception says that it raises
``keep(function)``          keeps a function of the guest
``use_kept()``              calls it with a secret
``count(items)``            how many distinct items there are; compares each with a secret
``export(value)``           the length of what the host's own json makes of `value` and a secret
``fail(value)``             raises LookupError from a frame with a secret, caused by an OSError with a path
``method(text)``            a bound method of an object with a secret
``callable_object(text)``   an instance with ``__call__`` and a secret
``closure(text)``           a function with secrets in closure, defaults, keyword defaults and attributes
``wrapped(text)``           made by ``functools.wraps`` around a function with a secret
``partial(text)``           a ``functools.partial`` with a secret among its arguments
==========================  ==============================================================================
"""

from __future__ import annotations

import functools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Generator
from typing import Any

TOKEN = os.environ.get("OBJCAP_TEST_SECRET", "host-secret-by-hand")

FOLDER = tempfile.TemporaryDirectory()
os.mkdir(os.path.join(FOLDER.name, "public"))
for _name in ("public.txt", "private.txt"):
    with open(os.path.join(FOLDER.name, _name), "w", encoding="utf-8") as _file:
        _file.write("nothing" if _name == "public.txt" else TOKEN)

BALANCES = {"account": 1000, "savings": 0}
ROWS = [1, 2, 3]
KEPT: list[Callable[[str], Any]] = []


class Settings:
    """What the host knows."""

    def __init__(self) -> None:
        self.password = TOKEN


class Greeter:
    """An object whose methods are handed out."""

    def __init__(self) -> None:
        self.password = TOKEN

    def greet(self, text: str) -> str:
        """Greet."""
        return f"hello {text}"

    def __call__(self, text: str) -> str:
        return self.greet(text)


def read(name: str) -> str:
    """Read a public file."""
    if not name.startswith("public") or "/" in name:
        raise PermissionError("only public files")
    with open(os.path.join(FOLDER.name, name), encoding="utf-8") as file:
        return file.read()


def withdraw(amount: int) -> int:
    """Take at most 100."""
    if not 0 <= amount <= 100:
        raise ValueError("at most 100")
    BALANCES["account"] -= int(amount)
    return BALANCES["account"]


def move(amount: int) -> None:
    """Move between the accounts."""
    BALANCES["account"] -= amount
    _log(amount)
    BALANCES["savings"] += amount


def _log(amount: int) -> None:
    for line in json.dumps({"moved": amount}).splitlines():
        sys.intern(line)


def balances() -> dict[str, int]:
    """Both accounts."""
    return dict(BALANCES)


def rows() -> list[int]:
    """The rows."""
    return ROWS


def row_count() -> int:
    """How many rows there are."""
    return len(ROWS)


def settings() -> Settings:
    """An object of the host."""
    return Settings()


def numbers() -> Generator[int, None, None]:
    """A generator of the host."""
    password = TOKEN
    yield len(password)
    yield 0


def visit(function: Callable[[int], Any]) -> None:
    """Call a function of the guest."""
    password = TOKEN
    function(len(password))


def visit_safely(function: Callable[[int], Any]) -> str:
    """Call a function of the guest and write down how it fails."""
    password = TOKEN
    try:
        function(len(password))
    except Exception as error:
        return f"failed: {error}"
    return "fine"


def keep(function: Callable[[str], Any]) -> None:
    """Keep a function of the guest."""
    KEPT.append(function)


def use_kept() -> None:
    """Call it."""
    for function in KEPT:
        function(TOKEN)


def count(items: list[Any]) -> int:
    """Count the distinct items, and whether one is the secret."""
    return len(set(items)) + items.count(TOKEN)


def export(value: Any) -> int:
    """Measure an export."""
    return len(json.dumps([TOKEN, value]))


def fail(value: Any) -> None:
    """Fail with a cause."""
    password = TOKEN
    try:
        os.stat(os.path.join(FOLDER.name, password, "missing"))
    except OSError as error:
        raise LookupError("nothing found") from error


def make_closure() -> Callable[..., str]:
    """Make a function that holds secrets everywhere."""
    password = TOKEN

    def closure(text: str, default: str = TOKEN, *, keyword: str = TOKEN) -> str:
        """Greet."""
        return text if (password, default, keyword) else ""

    closure.note = TOKEN  # type: ignore[attr-defined]
    return closure


def make_wrapped() -> Callable[..., str]:
    """Make a wrapper around a function with a secret."""
    inner = make_closure()

    @functools.wraps(inner)
    def wrapped(text: str) -> str:
        return inner(text)

    return wrapped


def greet_with(password: str, text: str) -> str:
    """Greet."""
    return text if password else ""


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "read": read,
    "withdraw": withdraw,
    "move": move,
    "balances": balances,
    "rows": rows,
    "row_count": row_count,
    "settings": settings,
    "numbers": numbers,
    "visit": visit,
    "visit_safely": visit_safely,
    "keep": keep,
    "use_kept": use_kept,
    "count": count,
    "export": export,
    "fail": fail,
    "method": Greeter().greet,
    "callable_object": Greeter(),
    "closure": make_closure(),
    "wrapped": make_wrapped(),
    "partial": functools.partial(greet_with, TOKEN),
}


def main(arguments: list[str]) -> None:
    """Lock down unless told not to, and run the script that `arguments` name."""
    *flags, path = arguments
    with open(path, encoding="utf-8") as file:
        source = file.read()
    names: dict[str, Any] = {"__name__": "__main__", **FUNCTIONS}
    if "--no-lockdown" not in flags:
        import objcap

        names.update((name, objcap.capability(function, name)) for name, function in FUNCTIONS.items())
        objcap.lockdown()
    exec(compile(source, path, "exec"), names)


if __name__ == "__main__":
    main(sys.argv[1:])
