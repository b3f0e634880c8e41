"""functools, itertools, contextlib, contextvars, operator and abc carry a program."""

import abc
import contextlib
import contextvars
import functools
import io
import itertools
import operator
import sys


@functools.lru_cache(maxsize=None)
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


assert fib(80) == 23416728348467685 and fib.cache_info().hits > 70
assert functools.reduce(operator.add, range(5)) == 10 and functools.partial(int, base=2)("101") == 5


@functools.singledispatch
def describe(value: object) -> str:
    return "object"


@describe.register
def _(value: int) -> str:
    return "int"


@describe.register(list)
def _(value: list) -> str:
    return "list"


assert [describe(v) for v in (1, [], "x", True)] == ["int", "list", "object", "int"]


@functools.total_ordering
class Version:
    def __init__(self, *parts: int) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self.parts == other.parts

    def __lt__(self, other: "Version") -> bool:
        return self.parts < other.parts

    @functools.cached_property
    def text(self) -> str:
        return ".".join(map(str, self.parts))


assert Version(1, 2) >= Version(1, 1) and Version(1, 2).text == "1.2"


def trace(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


assert trace(fib).__wrapped__ is fib and trace(describe).__name__ == "describe"

events = []


@contextlib.contextmanager
def section(name: str):
    events.append(f"enter {name}")
    try:
        yield name
    finally:
        events.append(f"leave {name}")


with contextlib.ExitStack() as stack:
    assert [stack.enter_context(section(n)) for n in "ab"] == ["a", "b"]
assert events == ["enter a", "enter b", "leave b", "leave a"]
with contextlib.suppress(KeyError):
    {}["x"]
out = io.StringIO()
with contextlib.redirect_stdout(out):
    print("caught")
assert out.getvalue() == "caught\n" and sys.stdout is not out

level = contextvars.ContextVar("level", default=0)
context = contextvars.copy_context()
context.run(level.set, 5)
assert level.get() == 0 and context[level] == 5

assert list(itertools.islice(itertools.cycle("ab"), 5)) == list("ababa")
assert [(k, len(list(g))) for k, g in itertools.groupby("aabccc")] == [("a", 2), ("b", 1), ("c", 3)]
assert len(list(itertools.permutations(range(4)))) == 24 and list(itertools.pairwise("abc")) == [
    ("a", "b"),
    ("b", "c"),
]


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self) -> float: ...

    @classmethod
    def __subclasshook__(cls, other: type) -> bool:
        return hasattr(other, "area")


class Square:
    def area(self) -> float:
        return 4.0


assert isinstance(Square(), Shape)


class Registry(metaclass=abc.ABCMeta):
    pass


Registry.register(int)
assert isinstance(3, Registry) and not isinstance("3", Registry)
print("ok")
