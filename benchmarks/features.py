"""What of Python benchmarks.language tries: data only. Each source raises if its feature is not there."""

FEATURES: dict[str, dict[str, str]] = {
    "language": {
        "functions, recursion": """\
def f(n):
    return 1 if n < 2 else n * f(n - 1)
assert f(5) == 120
""",
        "default, keyword and star arguments": """\
def f(a, *rest, b=2, **more):
    return (a, rest, b, more)
assert f(1, *[2, 3], **{'b': 4, 'c': 5}) == (1, (2, 3), 4, {'c': 5})
""",
        "positional-only parameters": """\
def f(a, /, b):
    return a - b
assert f(3, b=1) == 2
""",
        "closures, nonlocal": """\
def make():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step
step = make()
step()
assert step() == 2
""",
        "lambda, sorted with a key": """\
assert sorted([3, -1, 2], key=lambda n: n * n) == [-1, 2, 3]
""",
        "decorators": """\
def twice(g):
    def h(x):
        return g(g(x))
    return h
@twice
def f(x):
    return x + 1
assert f(1) == 3
""",
        "list, dict and set comprehensions": """\
assert [x * y for x in (1, 2) for y in (3, 4) if x != y] == [3, 4, 6, 8]
assert {k: v for k, v in [(1, 2)]} == {1: 2}
assert {n % 2 for n in range(5)} == {0, 1}
""",
        "generator expressions": """\
assert sum(n * n for n in range(4)) == 14
""",
        "generators, yield from, send": """\
def g():
    got = yield 1
    yield from [got, 3]
it = g()
next(it)
assert it.send(2) == 2 and list(it) == [3]
""",
        "unpacking with a star": """\
a, *b = [1, 2, 3]
assert b == [2, 3] and [*b, *b] == [2, 3, 2, 3] and {**{'x': 1}} == {'x': 1}
""",
        "augmented assignment, chained comparison": """\
x = [1]
x += [2]
x[0] *= 5
assert x == [5, 2] and 1 < x[1] <= 2
""",
        "slices, del": """\
x = list(range(6))
x[1:3] = ['a']
del x[0]
assert x[::2] == ['a', 4]
""",
        "f-strings": """\
x = 3.14159
assert f'{x:.2f}|{x!r:>8}|{1 + 1=}' == '3.14| 3.14159|1 + 1=2'
""",
        "the walrus": """\
assert [y for n in range(4) if (y := n * n) > 1] == [4, 9]
""",
        "while, for with else, break, continue": """\
for n in range(3):
    if n == 1:
        continue
else:
    n = 'end'
while True:
    break
assert n == 'end'
""",
        "try, except, else, finally, raise from": """\
said = []
try:
    try:
        {}['x']
    except KeyError as error:
        raise ValueError('v') from error
    else:
        said.append('no')
    finally:
        said.append('f')
except ValueError as error:
    said.append(type(error.__cause__).__name__)
assert said == ['f', 'KeyError']
""",
        "exception groups, except*": """\
said = []
try:
    raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
except* ValueError as group:
    said.append(len(group.exceptions))
except* TypeError:
    said.append('t')
assert said == [1, 't']
""",
        "with": """\
class C:
    def __enter__(self):
        return 5
    def __exit__(self, *rest):
        return True
with C() as five:
    1 / 0
assert five == 5
""",
        "match": """\
def kind(x):
    match x:
        case {'a': [first, *_]}:
            return first
        case int() | float():
            return 'number'
        case _:
            return 'other'
assert (kind({'a': [7]}), kind(2.5), kind('')) == (7, 'number', 'other')
""",
        "assert, global, del of a name": """\
x = 1
def f():
    global x
    x = 2
f()
assert x == 2
del x
""",
        "classes, inheritance, super": """\
class A:
    def __init__(self, n):
        self.n = n
    def f(self):
        return self.n
class B(A):
    def f(self):
        return super().f() + 1
assert B(1).f() == 2
""",
        "operators by special methods": """\
class V:
    def __init__(self, x):
        self.x = x
    def __add__(self, other):
        return V(self.x + other.x)
    def __eq__(self, other):
        return self.x == other.x
    def __len__(self):
        return self.x
assert V(1) + V(2) == V(3) and len(V(4)) == 4
""",
        "properties, class and static methods": """\
class A:
    @property
    def p(self):
        return 1
    @classmethod
    def c(cls):
        return cls.__name__
    @staticmethod
    def s():
        return 3
assert (A().p, A.c(), A.s()) == (1, 'A', 3)
""",
        "descriptors": """\
class D:
    def __set_name__(self, owner, name):
        self.name = name
    def __get__(self, obj, owner):
        return self.name
class A:
    field = D()
assert A().field == 'field'
""",
        "metaclasses, type()": """\
class M(type):
    def __new__(cls, name, bases, names):
        return super().__new__(cls, name, bases, {**names, 'made': name})
class A(metaclass=M):
    pass
assert A.made == 'A' and type('B', (A,), {}).made == 'B'
""",
        "__slots__, __getattr__": """\
class A:
    __slots__ = ('x',)
    def __getattr__(self, name):
        return name
a = A()
a.x = 1
assert a.x == 1 and a.y == 'y'
""",
        "iterators by class": """\
class C:
    def __iter__(self):
        self.n = 0
        return self
    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration
        return self.n
assert list(C()) == [1, 2]
""",
        "async functions, await, async for": """\
import asyncio
async def numbers():
    for n in range(3):
        yield n
        await asyncio.sleep(0)
async def main():
    return [n async for n in numbers()]
assert asyncio.run(main()) == [0, 1, 2]
""",
        "type hints, generics": """\
from typing import Generic, TypeVar
T = TypeVar('T')
class Box(Generic[T]):
    value: T
    def get(self) -> 'T | None':
        return None
x: list[int] = []
assert Box[int]().get() is None and Box.__annotations__
""",
        "big integers, complex, bytes, sets": """\
assert 2 ** 100 == 1267650600228229401496703205376
assert (1 + 2j) * 1j == -2 + 1j and bytes([65, 66]).decode() == 'AB' and {1, 2} & {2} == {2}
""",
        "eval, exec, compile": """\
names = {}
exec('x = 1 + 1', names)
assert names['x'] == 2 and eval('x * 2', names) == 4
""",
        "getattr, setattr, isinstance": """\
class A:
    pass
a = A()
setattr(a, 'x', 1)
assert getattr(a, 'x') == 1 and isinstance(a, A) and hasattr(a, 'x')
""",
        "modules made by the code": """\
import types, sys
m = types.ModuleType('m')
exec('def f(): return 3', m.__dict__)
sys.modules['m'] = m
import m as again
assert again.f() == 3
""",
    },
    "standard library": {
        "json": """\
import json
assert json.loads(json.dumps({'a': [1, None]})) == {'a': [1, None]}
""",
        "re": """\
import re
assert re.sub('([a-z])(?=[0-9])', lambda m: m[1].upper(), 'a1b') == 'A1b'
""",
        "math, cmath": """\
import math, cmath
assert math.isqrt(17) == 4 and cmath.sqrt(-1) == 1j
""",
        "datetime": """\
import datetime
assert (datetime.date(2024, 2, 28) + datetime.timedelta(days=2)).isoformat() == '2024-03-01'
""",
        "collections": """\
import collections
P = collections.namedtuple('P', 'x y')
assert P(1, 2).y == 2 and collections.Counter('aab')['a'] == 2 and collections.deque([1, 2], 1)[0] == 2
""",
        "itertools": """\
import itertools
assert list(itertools.chain([1], itertools.islice(itertools.count(5), 2))) == [1, 5, 6]
""",
        "functools": """\
import functools
assert functools.reduce(lambda a, b: a + b, [1, 2]) == 3 and functools.partial(pow, 2)(3) == 8
@functools.lru_cache
def f(n):
    return n
assert f(2) == f(2)
""",
        "random": """\
import random
assert random.Random(1).randint(1, 6) in range(1, 7)
""",
        "statistics": """\
import statistics
assert statistics.median([1, 9, 2]) == 2
""",
        "decimal, fractions": """\
from decimal import Decimal
from fractions import Fraction
assert Decimal('0.1') * 3 == Decimal('0.3') and Fraction(1, 3) * 3 == 1
""",
        "csv, io": """\
import csv, io
assert list(csv.reader(io.StringIO('a,"b,c"'))) == [['a', 'b,c']]
""",
        "string, textwrap": """\
import string, textwrap
assert string.Template('$x').substitute(x=1) == '1' and textwrap.dedent('  a') == 'a'
""",
        "dataclasses": """\
import dataclasses
@dataclasses.dataclass(order=True)
class P:
    x: int
    y: int = 2
assert P(1) < P(1, 3) and dataclasses.asdict(P(1)) == {'x': 1, 'y': 2}
""",
        "enum": """\
import enum
class E(enum.Enum):
    A = 1
    B = enum.auto()
assert E(1) is E.A and [e.name for e in E] == ['A', 'B']
""",
        "abc": """\
import abc
class A(abc.ABC):
    @abc.abstractmethod
    def f(self):
        pass
try:
    A()
except TypeError:
    pass
else:
    raise AssertionError
""",
        "contextlib": """\
import contextlib
@contextlib.contextmanager
def c():
    yield 1
with c() as one, contextlib.suppress(KeyError):
    {}[one]
""",
        "hashlib, base64, struct": """\
import hashlib, base64, struct
assert hashlib.sha256(b'').hexdigest()[:4] == 'e3b0' and base64.b64encode(b'x') == b'eA==' and struct.pack('<H', 1) == b'\\x01\\x00'
""",
        "heapq, bisect, operator, copy": """\
import heapq, bisect, operator, copy
assert heapq.nsmallest(1, [3, 1]) == [1] and bisect.bisect([1, 3], 2) == 1 and operator.itemgetter(0)([7]) == 7 and copy.deepcopy([[1]]) == [[1]]
""",
        "ast, inspect, traceback": """\
import ast, inspect, traceback
assert ast.unparse(ast.parse('1+1')) == '1 + 1'
def f(a, b=1):
    pass
assert str(inspect.signature(f)) == '(a, b=1)'
""",
        "unittest, doctest": """\
import unittest, io
class T(unittest.TestCase):
    def test(self):
        self.assertEqual(1, 1)
suite = unittest.defaultTestLoader.loadTestsFromTestCase(T)
assert unittest.TextTestRunner(io.StringIO()).run(suite).wasSuccessful()
""",
        "zoneinfo, calendar, uuid": """\
import calendar, uuid
assert calendar.monthrange(2024, 2)[1] == 29 and uuid.UUID(int=1).hex[-1] == '1'
""",
        "pickle, zlib": """\
import pickle, zlib
assert pickle.loads(pickle.dumps([1])) == [1] and zlib.decompress(zlib.compress(b'x')) == b'x'
""",
        "xml.etree": """\
from xml.etree import ElementTree
assert ElementTree.fromstring('<a><b>1</b></a>').find('b').text == '1'
""",
        "threading": """\
import threading
t = threading.Thread(target=print)
t.start()
t.join()
""",
        "files: open, os, pathlib": """\
import os, pathlib
assert os.listdir('/') and pathlib.Path('/').exists()
""",
        "sockets": """\
import socket
socket.socket().close()
""",
    },
    "pure-Python packages": {
        "idna": """\
import idna
assert idna.encode('b\u00fccher.example') == b'xn--bcher-kva.example'
""",
        "Jinja2": """\
from jinja2 import Environment
assert Environment().from_string('{% for x in xs %}{{ x }};{% endfor %}').render(xs=[1, 2]) == '1;2;'
""",
        "Pygments": """\
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
assert 'span' in highlight('x = 1', PythonLexer(), HtmlFormatter())
""",
        "click": """\
import click
assert click.IntRange(1, 3).convert('2', None, None) == 2
""",
    },
}
