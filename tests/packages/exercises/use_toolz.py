"""toolz: currying, composing, grouping"""

from toolz import compose, curry, groupby, merge_with, partition_all, pipe
from toolz.curried import map as mapping

print(pipe([1, 2, 3], mapping(lambda n: n * n), list), compose(str, abs)(-3))
print(groupby(len, ["a", "bb", "c"]), merge_with(sum, {"a": 1}, {"a": 2}), list(partition_all(2, "abc")))
print(curry(lambda a, b, c: (a, b, c))(1)(2)(3))
