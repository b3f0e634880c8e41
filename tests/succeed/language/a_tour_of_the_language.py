"""Ordinary Python in a guest: what people write works as it does on plain Python."""

import sys


class Meta(type):
    def __new__(mcls, name, bases, namespace, **options):
        cls = super().__new__(mcls, name, bases, namespace)
        cls.options = options
        return cls


class Base(metaclass=Meta, tag=1):
    __slots__ = ("_value",)

    def __init_subclass__(cls, **options):
        cls.inherited = True

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new


class Derived(Base):
    @classmethod
    def make(cls, value):
        self = cls()
        self.value = value
        return self


assert Derived.make(3).value == 3 and Derived.inherited and Base.options == {"tag": 1}
assert [cls.__name__ for cls in Base.__subclasses__()] == ["Derived"]


def generator():
    received = yield 1
    yield from (received, 3)


steps = generator()
assert (next(steps), steps.send(2), next(steps)) == (1, 2, 3)

match {"kind": "point", "at": [1, 2]}:
    case {"kind": "point", "at": [x, y]}:
        assert (x, y) == (1, 2)
    case _:
        raise AssertionError

try:
    raise ExceptionGroup("several", [ValueError("a"), TypeError("b")])
except* ValueError as group:
    assert len(group.exceptions) == 1
except* TypeError:
    pass

namespace = {}
exec(compile("def f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)", "<made>", "exec"), namespace)
assert namespace["f"](15) == 610
assert eval("sum(i * i for i in range(4))") == 14


def outer():
    counter = 0

    def inner():
        nonlocal counter
        counter += 1
        return counter, inner.__code__.co_freevars, inner.__closure__[0].cell_contents

    return inner


assert outer()() == (1, ("counter", "inner"), 1)
assert sys._getframe().f_code.co_name == "<module>"
assert sys._getframe().f_back is None, "host frames are not shown"
assert f"{'text':>{6}}|{3.14159:.2f}|{1_000_000:,}" == "  text|3.14|1,000,000"
assert (lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4) == ((1, 2), 3, {"z": 4})
first, *rest = range(4)
assert rest == [1, 2, 3] and (walrus := 5) == 5

try:
    sys.exit(4)
except BaseException as error:
    assert type(error).__name__ == "SystemExit" and error.code == 4
