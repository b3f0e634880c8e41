"""Containers: collections, collections.abc, enum, weakref, graphlib, types, copyreg's friends."""

import collections
import collections.abc
import enum
import gc
import graphlib
import types
import weakref
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple

assert Counter("mississippi").most_common(2) == [("i", 4), ("s", 4)]
assert (Counter(a=3) - Counter(a=1, b=2)) == Counter(a=2)
groups: defaultdict[int, list[str]] = defaultdict(list)
for word in "a bb cc d".split():
    groups[len(word)].append(word)
assert dict(groups) == {1: ["a", "d"], 2: ["bb", "cc"]}
ring = deque(range(5), maxlen=3)
ring.rotate(1)
assert list(ring) == [4, 2, 3]
assert ChainMap({"a": 1}, {"a": 2, "b": 3})["b"] == 3
ordered = OrderedDict(a=1, b=2)
ordered.move_to_end("a")
assert list(ordered) == ["b", "a"]
Point = namedtuple("Point", "x y", defaults=[0])
assert (
    Point(1)._replace(y=5) == (1, 5)
    and Point._fields == ("x", "y")
    and repr(Point(1, 2)) == "Point(x=1, y=2)"
)


class Squares(collections.abc.Sequence):
    def __len__(self) -> int:
        return 4

    def __getitem__(self, index):
        if not 0 <= index < 4:
            raise IndexError(index)
        return index * index


squares = Squares()
assert 9 in squares and list(reversed(squares)) == [9, 4, 1, 0] and squares.index(4) == 2
assert isinstance({}, collections.abc.MutableMapping) and not isinstance([], collections.abc.Hashable)
assert isinstance((n for n in ()), collections.abc.Generator) and issubclass(str, collections.abc.Sequence)
try:
    type("Half", (collections.abc.Sequence,), {"__len__": lambda self: 0})()
except TypeError as error:
    assert "abstract" in str(error)
else:
    raise AssertionError("an abstract class was instantiated")


class Colour(enum.Enum):
    RED = 1
    GREEN = enum.auto()
    CRIMSON = 1

    @property
    def lower(self) -> str:
        return self.name.lower()


class Mode(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    BOTH = READ | WRITE


assert (
    Colour.CRIMSON is Colour.RED
    and Colour(2).lower == "green"
    and [c.name for c in Colour] == ["RED", "GREEN"]
)
assert Mode.READ | Mode.WRITE is Mode.BOTH and Mode.READ in Mode.BOTH
assert enum.IntEnum("Size", "S M L").L + 1 == 4 and repr(Colour.RED) == "<Colour.RED: 1>"
assert f"{enum.StrEnum('Kind', {'A': 'a'}).A}" == "a"


class Node:
    pass


node, died = Node(), []
reference, table = weakref.ref(node), weakref.WeakKeyDictionary({node: "value"})
weakref.finalize(node, died.append, "gone")
assert reference() is node and len(table) == 1
del node
assert reference() is None and not len(table) and died == ["gone"]
cycle = Node()
cycle.me, died = cycle, []
weakref.finalize(cycle, died.append, "collected")
del cycle
gc.collect()
assert died == ["collected"]

order = graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}})
assert list(order.static_order())[0] == "a"
try:
    graphlib.TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()
except graphlib.CycleError:
    pass
else:
    raise AssertionError("a cycle was sorted")

assert types.SimpleNamespace(a=1).a == 1 and types.MappingProxyType({"a": 1})["a"] == 1
Made = types.new_class("Made", (Node,), {}, lambda ns: ns.update(x=5))
assert Made.x == 5 and issubclass(Made, Node)
print("ok")
