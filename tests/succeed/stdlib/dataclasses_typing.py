"""dataclasses, typing, enum members in annotations, copy.replace's friends."""

from __future__ import annotations

import dataclasses
import sys
import typing
from dataclasses import KW_ONLY, dataclass, field
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    Protocol,
    TypedDict,
    TypeVar,
    get_args,
    get_type_hints,
    overload,
)

T = TypeVar("T")


@dataclass(order=True, frozen=True)
class Item:
    name: str
    price: float = 0.0
    tags: tuple[str, ...] = field(default=(), compare=False)
    _: KW_ONLY
    code: int = 7


item = Item("pen", 1.5)
assert item < Item("pin", 1.0) and hash(item) == hash(Item("pen", 1.5, ("x",)))
assert dataclasses.replace(item, price=2.0).price == 2.0 and dataclasses.asdict(item)["code"] == 7
assert repr(item) == "Item(name='pen', price=1.5, tags=(), code=7)"
try:
    item.name = "other"
except dataclasses.FrozenInstanceError:
    pass
else:
    raise AssertionError("a frozen instance was changed")
assert [f.name for f in dataclasses.fields(Item)] == ["name", "price", "tags", "code"]


@dataclass(slots=True)
class Slotted:
    x: int
    y: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.y.append(self.x)


assert Slotted(1).y == [1] and not hasattr(Slotted(1), "__dict__")
Made = dataclasses.make_dataclass("Made", [("a", int), ("b", str, field(default="z"))])
assert Made(1) == Made(1, "z")


class Box(Generic[T]):
    def __init__(self, content: T) -> None:
        self.content = content


class Movie(TypedDict, total=False):
    title: str
    year: int


class Pair(NamedTuple):
    left: int
    right: str = "r"


@typing.runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...


class Door:
    def close(self) -> None: ...


@overload
def convert(x: int) -> str: ...
@overload
def convert(x: str) -> int: ...
def convert(x: Any) -> Any:
    return x


assert get_args(Box[int]) == (int,) and Box[int]("x").content == "x" and typing.get_origin(list[int]) is list
assert get_type_hints(Item)["tags"] == tuple[str, ...] and get_type_hints(Movie) == {
    "title": str,
    "year": int,
}
assert Pair(1) == (1, "r") and isinstance(Door(), Closable) and not isinstance(3, Closable)
assert len(typing.get_overloads(convert)) == 2
assert get_args(Literal["a", "b"]) == ("a", "b") and get_args(Annotated[int, "m"])[1] == "m"
assert (
    typing.cast(int, "x") == "x"
    and repr(typing.Optional[int]) == "typing.Optional[int]"
    and int | None == typing.Optional[int]
)
if sys.version_info >= (3, 12):
    names: dict[str, Any] = {}
    exec(
        "type Alias[U] = list[U]\ndef first[U](items: Alias[U]) -> U: return items[0]\nclass C[V]: pass",
        names,
    )
    assert (
        names["first"]([3]) == 3
        and names["C"][int].__origin__ is names["C"]
        and names["Alias"].__type_params__
    )
print("ok")
