"""Numbers: math, cmath, decimal, fractions, statistics, numbers, operator, bisect, heapq."""

import bisect
import cmath
import decimal
import fractions
import heapq
import itertools
import math
import numbers
import operator
import statistics
from decimal import Decimal

assert math.isclose(math.sin(math.pi / 6), 0.5) and math.comb(5, 2) == 10 and math.prod([2, 3, 4]) == 24
assert cmath.isclose(cmath.exp(1j * math.pi), -1)
assert 2**200 % 10**9 == pow(2, 200, 10**9) and int("1" * 300) == (10**300 - 1) // 9

with decimal.localcontext() as context:
    context.prec = 30
    assert str(Decimal(1) / Decimal(7)) == "0.142857142857142857142857142857"
assert Decimal("1.10") + Decimal("2.20") == Decimal("3.30")
assert Decimal("2.675").quantize(Decimal("0.01"), rounding=decimal.ROUND_HALF_EVEN) == Decimal("2.68")
try:
    Decimal(1) / Decimal(0)
except decimal.DivisionByZero:
    pass
else:
    raise AssertionError("division by zero gave a value")

third = fractions.Fraction(1, 3)
assert third + fractions.Fraction("0.5") == fractions.Fraction(5, 6) and third.limit_denominator(
    2
) == fractions.Fraction(1, 2)
assert (
    isinstance(third, numbers.Rational)
    and isinstance(1.0, numbers.Real)
    and not isinstance(Decimal(1), numbers.Real)
)

data = [2, 4, 4, 4, 5, 5, 7, 9]
assert statistics.mean(data) == 5 and statistics.pstdev(data) == 2.0 and statistics.median(data) == 4.5
assert statistics.mode(data) == 4 and statistics.quantiles(data, n=4)[1] == 4.5
assert round(statistics.NormalDist(100, 15).cdf(115), 4) == 0.8413
assert statistics.linear_regression([1, 2, 3], [2, 4, 6]).slope == 2.0

heap: list[int] = []
for number in [5, 1, 4, 2, 3]:
    heapq.heappush(heap, number)
assert [heapq.heappop(heap) for _ in range(5)] == [1, 2, 3, 4, 5]
assert heapq.nlargest(2, data) == [9, 7] and list(heapq.merge([1, 4], [2, 3])) == [1, 2, 3, 4]
ordered = [10, 20, 30]
bisect.insort(ordered, 25)
assert ordered == [10, 20, 25, 30] and bisect.bisect_left(ordered, 20) == 1
assert list(itertools.accumulate([1, 2, 3], operator.mul)) == [1, 2, 6]
assert list(itertools.batched("abcde", 2) if hasattr(itertools, "batched") else []) in (
    [],
    [("a", "b"), ("c", "d"), ("e",)],
)
assert sorted([{"a": 2}, {"a": 1}], key=operator.itemgetter("a"))[0] == {"a": 1}
print("ok")
