"""more-itertools: chunks, windows, peeking, grouping"""

from more_itertools import chunked, consume, distinct_permutations, first, map_reduce, peekable, windowed

print(list(chunked(range(5), 2)), list(windowed([1, 2, 3], 2)), first([], "none"))
numbers = peekable(range(3))
print(numbers.peek(), next(numbers), list(numbers), bool(numbers))
print(
    sorted(map_reduce(range(7), lambda n: n % 3, reducefunc=sum).items()),
    len(list(distinct_permutations("aab"))),
)
consume(range(9))
