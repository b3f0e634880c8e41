"""The workloads of benchmarks.computation: workloads.py [NAME [SCALE]], or "list".

Runs on bare CPython and in a guest alike, and prints the best time of each workload in seconds. A workload
does a fixed amount of work; a process repeats it and takes its fastest run, which a busy machine disturbs
least.
"""

import itertools
import json
import random
import re
import string
import sys
from time import perf_counter

REPEAT = 5
CHOICE = sys.argv[1] if sys.argv[1:] else "all"
SCALE = float(sys.argv[2]) if sys.argv[2:] else 1.0  # a test asks for a fraction of the work


def times(count):
    return range(max(1, int(count * SCALE)))


WORDS = [
    "".join(random.Random(number).choices(string.ascii_lowercase, k=3 + number % 9)) for number in range(2000)
]
TEXT = " ".join(f"{word}@{word[::-1]}.example {number}" for number, word in enumerate(WORDS))
RECORDS = [
    {
        "id": number,
        "name": word,
        "tags": WORDS[number : number + 5],
        "score": number / 7,
        "on": number % 2 == 0,
    }
    for number, word in enumerate(WORDS[:400])
]


def calls():
    """Calls of functions: positional, keyword, closures, recursion."""

    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    def keywords(a, b=1, *, c=2):
        return a + b + c

    def adder(n):
        return lambda x: x + n

    add = adder(3)
    for number in times(360):
        fib(13)
        for step in range(200):
            add(keywords(step, b=number, c=step))


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    @property
    def norm(self):
        return self.x * self.x + self.y * self.y


class Shape:
    def __init__(self, name):
        self.name = name

    def area(self):
        return 0

    def describe(self):
        return self.name, self.area()


class Square(Shape):
    def __init__(self, side):
        super().__init__("square")
        self.side = side

    def area(self):
        return self.side * self.side + super().area()


def classes():
    """Instances, attributes, methods, operators, properties, inheritance."""
    for _ in times(150):
        total = Point(0, 0)
        for step in range(200):
            total = total + Point(step, 1)
            if total.norm < 0 or total == Point(-1, -1):
                raise AssertionError
        for step in range(100):
            shape = Square(step)
            if not isinstance(shape, Shape) or shape.describe()[1] != step * step:
                raise AssertionError


def dicts():
    """Counting, grouping, merging and inverting dicts; sets."""
    for _ in times(75):
        counts = {}
        groups = {}
        for word in WORDS:
            counts[word[0]] = counts.get(word[0], 0) + 1
            groups.setdefault(len(word), []).append(word)
        inverse = {count: letter for letter, count in counts.items()}
        merged = {**counts, **{str(key): len(value) for key, value in groups.items()}}
        common = set(counts) & set(merged) | set(inverse.values())
        if len(common) > len(merged):
            raise AssertionError


def lists():
    """Comprehensions, sorting, slicing, popping."""
    for number in times(50):
        values = [(index * 7919 + number) % 1009 for index in range(2000)]
        ordered = sorted(values)
        ordered.sort(key=lambda value: -value)
        pairs = list(zip(ordered[::2], ordered[1::2], strict=True))
        while len(pairs) > 500:
            pairs.pop()
        if sum(left + right for left, right in pairs if left % 2) < 0:
            raise AssertionError


def strings():
    """Splitting, joining, formatting, replacing, encoding."""
    for _ in times(20):
        parts = TEXT.split()
        text = ",".join(part.upper() for part in parts if part.isalpha())
        text = text.replace("A", "aa").strip("z")
        lines = [f"{index:05d} {part!r:>20} {index / 3:.3f}" for index, part in enumerate(parts[:800])]
        if len("\n".join(lines).encode().decode("utf-8")) < len(text) - len(TEXT):
            raise AssertionError


def regexes():
    """Searching, splitting and substituting with regular expressions."""
    address = re.compile(r"(?P<user>[a-z]+)@(?P<host>[a-z.]+)")
    number = re.compile(r"\b\d{2,4}\b")
    for _ in times(6):
        hosts = {match["host"] for match in address.finditer(TEXT)}
        numbers = number.findall(TEXT)
        text = address.sub(lambda match: match["host"] + "!" + match["user"], TEXT[:20000])
        if len(hosts) < len(re.split(r"[!,;]", text[:100])) or not numbers:
            raise AssertionError


def jsons():
    """Encoding and decoding JSON."""
    for _ in times(12):
        text = json.dumps(RECORDS)
        pretty = json.dumps(RECORDS[:40], indent=2, sort_keys=True)
        if json.loads(text) != RECORDS or len(json.loads(pretty)) != 40:
            raise AssertionError


def generators():
    """Generators, delegation, itertools."""

    def numbers(limit):
        yield from range(limit)

    def tree(depth):
        if depth:
            yield from tree(depth - 1)
            yield depth
            yield from tree(depth - 1)

    for _ in times(60):
        evens = (value for value in numbers(3000) if value % 2 == 0)
        chunks = (
            itertools.batched(evens, 10) if hasattr(itertools, "batched") else zip(*[evens] * 10, strict=True)
        )
        if sum(chunk[0] for chunk in chunks) < 0 or sum(tree(9)) < 0:
            raise AssertionError


def floats():
    """Arithmetic on floats: bodies that attract each other."""
    bodies = [[float(n), n * 0.5, n * 0.25, 0.0, 0.1 * n, 0.0, 1.0 / (n + 1)] for n in range(5)]
    pairs = list(itertools.combinations(bodies, 2))
    for _ in times(2500):
        for left, right in pairs:
            dx, dy, dz = left[0] - right[0], left[1] - right[1], left[2] - right[2]
            force = 0.001 / ((dx * dx + dy * dy + dz * dz) ** 1.5)
            for body, sign in ((left, -right[6]), (right, left[6])):
                body[3] += dx * force * sign
                body[4] += dy * force * sign
                body[5] += dz * force * sign
        for body in bodies:
            body[0] += 0.001 * body[3]
            body[1] += 0.001 * body[4]
            body[2] += 0.001 * body[5]


def integers():
    """Arithmetic on small and large integers: a sieve, powers, digits."""
    for _ in times(24):
        sieve = bytearray([1]) * 20000
        for number in range(2, 142):
            if sieve[number]:
                sieve[number * number :: number] = bytes(len(range(number * number, 20000, number)))
        large = 3**2000 + sum(index for index, prime in enumerate(sieve) if prime)
        if pow(large, 65537, 10**40 + 7) < 0 or len(str(large)) < 900:
            raise AssertionError


def exceptions():
    """Raising and catching, with clean-up and chained causes."""

    def fail(depth):
        if not depth:
            raise LookupError("bottom")
        try:
            fail(depth - 1)
        finally:
            depth -= 1

    for _ in times(2000):
        for depth in range(8):
            try:
                fail(depth)
            except LookupError as error:
                try:
                    raise ValueError(depth) from error
                except ValueError as second:
                    if second.__cause__ is not error:
                        raise AssertionError from None


def dynamic():
    """compile, exec, eval, getattr, type: what objcap stands in the way of, if anywhere."""
    for number in times(15):
        namespace = {}
        exec(compile(f"def f(x):\n    return x * {number}\n", "<f>", "exec"), namespace)
        made = type("Made", (Point,), {"scale": namespace["f"]})
        for step in range(100):
            if getattr(made, "scale")(step) != eval("step * number") or not vars(made) or not dir(number):  # noqa: B009
                raise AssertionError


WORKLOADS = (
    calls, classes, dicts, lists, strings, regexes, jsons, generators, floats, integers, exceptions, dynamic
)  # fmt: skip


def best(workload):
    """The fastest of some runs."""
    fastest = None
    for _ in range(REPEAT):
        start = perf_counter()
        workload()
        taken = perf_counter() - start
        fastest = taken if fastest is None else min(fastest, taken)
    return fastest


for each in WORKLOADS:
    if CHOICE == "list":
        print(each.__name__)
    elif CHOICE in ("all", each.__name__):
        print(each.__name__, best(each))
