"""Small computations that benchmarks.peers gives to every way: plain functions of a plain language.

Each is a source that defines `main`, and the modules that it imports. About two milliseconds of bare CPython.
"""

TASKS = {
    "recursion": (
        """
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
def main():
    return fib(18)
""",
        "",
    ),
    "sieve": (
        """
def main():
    marks = [True] * 20000
    for n in range(2, 142):
        if marks[n]:
            for m in range(n * n, 20000, n):
                marks[m] = False
    return sum([1 for mark in marks if mark])
""",
        "",
    ),
    "floats": (
        """
def main():
    inside = 0
    for i in range(20):
        for j in range(20):
            x = y = 0.0
            step = 0
            while step < 20 and x * x + y * y < 4.0:
                x, y = x * x - y * y + i / 10 - 1.5, 2 * x * y + j / 10 - 1.0
                step += 1
            inside += step
    return inside
""",
        "",
    ),
    "matrices": (
        """
def main():
    size = 22
    a = [[(i * j) % 7 for j in range(size)] for i in range(size)]
    return [[sum([a[i][k] * a[k][j] for k in range(size)]) for j in range(size)] for i in range(size)][3][4]
""",
        "",
    ),
    "strings": (
        """
def main():
    words = []
    for n in range(2500):
        words.append('w' + str(n % 97))
    text = ' '.join(words).upper()
    return len([word for word in text.replace('W', 'v').split(' ') if word.endswith('7')])
""",
        "",
    ),
    "dicts": (
        """
def main():
    counts = {}
    for n in range(8000):
        key = (n * 7919) % 211
        counts[key] = counts.get(key, 0) + 1
    return sorted(counts.items(), key=lambda pair: pair[1])[0]
""",
        "",
    ),
    "exceptions": (
        """
def main():
    caught = 0
    for n in range(6000):
        try:
            if n % 3 == 0:
                raise ValueError(n)
        except ValueError:
            caught += 1
    return caught
""",
        "",
    ),
    "classes": (
        """
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)
def main():
    total = Point(0, 0)
    for n in range(5000):
        total = total.add(Point(n, 1))
    return total.x
""",
        "",
    ),
    "generators": (
        """
def numbers(limit):
    n = 0
    while n < limit:
        yield n
        n += 1
def main():
    return sum(n * 2 for n in numbers(16000))
""",
        "",
    ),
    "json": (
        """
import json
def main():
    records = [{'id': n, 'name': 'n' + str(n), 'tags': ['a', 'b'], 'score': n / 7} for n in range(250)]
    return len(json.loads(json.dumps(records)))
""",
        "json",
    ),
    "regexes": (
        """
import re
def main():
    text = ' '.join(['user%d@host%d.example' % (n, n % 7) for n in range(700)])
    return len(re.findall('([a-z]+)([0-9]+)@host3', text))
""",
        "re",
    ),
    "dates": (
        """
import datetime
def main():
    day = datetime.date(2024, 1, 1)
    week = datetime.timedelta(days=7)
    found = 0
    for n in range(6000):
        day = day + week
        if day.day == 13:
            found += 1
    return found
""",
        "datetime",
    ),
}
