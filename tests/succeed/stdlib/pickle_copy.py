"""pickle, copy and copyreg on guest classes; a pickle cannot reach what a guest cannot import."""

import collections
import copy
import copyreg
import datetime
import enum
import io
import pickle
import pickletools
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: list


class Level(enum.IntEnum):
    LOW = 1


class Stateful:
    def __init__(self) -> None:
        self.value, self.cache = 5, object()

    def __getstate__(self) -> dict:
        return {"value": self.value}

    def __setstate__(self, state: dict) -> None:
        self.__dict__.update(state, cache=None)


class Money:
    def __init__(self, amount: int) -> None:
        self.amount = amount


copyreg.pickle(Money, lambda money: (Money, (money.amount + 1,)))

shared = [1, 2]
value = {
    "point": Point(1, shared),
    "shared": shared,
    "level": Level.LOW,
    "when": datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC),
    "set": frozenset({1, 2}),
    "counter": collections.Counter("aab"),
    "function": Point.__init__,
    "none": None,
    "big": 2**100,
}
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    again = pickle.loads(pickle.dumps(value, protocol))
    assert again == value and again["point"].y is again["shared"], protocol
    restored = pickle.loads(pickle.dumps(Stateful(), protocol))
    assert restored.value == 5 and restored.cache is None
    assert pickle.loads(pickle.dumps(Money(1), protocol)).amount == 2

cycle: list = []
cycle.append(cycle)
again = pickle.loads(pickle.dumps(cycle))
assert again[0] is again

for hostile in (b"cposix\nsystem\n(S'true'\ntR.", b"cos\nsystem\n(S'true'\ntR.", b"csubprocess\nPopen\n."):
    try:
        pickle.loads(hostile)
    except (ImportError, AttributeError, PermissionError, pickle.UnpicklingError):
        pass
    else:
        raise AssertionError(hostile)
try:
    pickle.dumps(lambda: 0)
except (pickle.PicklingError, AttributeError):
    pass
else:
    raise AssertionError("a lambda was pickled")


class Restricted(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name}")


try:
    Restricted(io.BytesIO(pickle.dumps(Point(1, [])))).load()
except pickle.UnpicklingError as error:
    assert "Point" in str(error)
else:
    raise AssertionError("find_class was not asked")
listing = io.StringIO()
pickletools.dis(pickle.dumps([1]), listing)
assert "STOP" in listing.getvalue()

deep = copy.deepcopy(value)
assert deep == value and deep["shared"] is not shared and deep["point"].y is deep["shared"]
assert copy.copy(value)["shared"] is shared and copy.deepcopy(cycle)[0] is not cycle
if hasattr(copy, "replace"):
    assert copy.replace(Point(1, []), x=3).x == 3
print("ok")
