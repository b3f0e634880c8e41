"""boltons: utilities for dicts, iterators, strings, statistics

Before: sys.modules["socket"] = types.SimpleNamespace(gethostname=lambda: "guest")
"""

from boltons.dictutils import OrderedMultiDict
from boltons.iterutils import chunked, remap
from boltons.statsutils import Stats
from boltons.strutils import camel2under, slugify

print(
    OrderedMultiDict([("a", 1), ("a", 2)]).getlist("a"), chunked(range(5), 2), camel2under("BasicParseTest")
)
print(
    remap({"a": [1, None]}, lambda path, key, value: value is not None),
    slugify("A b!"),
    Stats([1, 2, 9]).median,
)
