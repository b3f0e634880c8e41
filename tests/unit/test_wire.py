"""The codec of values: exact round trips, exact errors, and no trust in what arrives."""

from __future__ import annotations

import math
import random
import struct
from collections import OrderedDict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from objcap import _objcap

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(2**4000), max_value=2**4000)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(exclude_categories=()))
    | st.binary()
)
HASHABLE = st.recursive(
    SCALARS, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=4), max_leaves=6
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(HASHABLE, inner)
        | st.sets(HASHABLE)
        | st.frozensets(HASHABLE)
    ),
    max_leaves=30,
)


def through(value: Any) -> Any:
    """The value after encoding and decoding."""
    return _objcap.wire_decode(_objcap.wire_encode(value))


def same(one: Any, other: Any) -> bool:
    """Equal in type and value, nan and the sign of zero included."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return struct.pack("<d", one) == struct.pack("<d", other)
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return len(one) == len(other) and all(
            same(a, b) and same(one[a], other[b]) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, (set, frozenset)):
        # nan and what holds it have no order and are equal to nothing
        return sorted(map(repr, map(plain, one))) == sorted(map(repr, map(plain, other)))
    return bool(one == other)


def plain(value: Any) -> Any:
    """A hashable value with its sets in an order."""
    if isinstance(value, frozenset):
        return ("frozenset", *sorted(map(repr, map(plain, value))))
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return (type(value).__name__, value)


@settings(max_examples=300)
@given(VALUES)
def test_round_trip(value: Any) -> None:
    assert same(through(value), value)


@pytest.mark.parametrize(
    "value",
    [
        2**63 - 1,
        2**63,
        -(2**63),
        -(2**63) - 1,
        2**64,
        -(2**10000),
        -0.0,
        math.nan,
        -math.inf,
        complex(-0.0, math.nan),
        "",
        "\0",
        "\ud800 \U0010ffff é",
        b"\0\xff",
        [],
        (),
        {},
        set(),
        frozenset(),
        [[[]], ({},), {(): []}],
        {1: "a", "1": "b", None: "c", 1.5: "d", b"": "e", (1, "x"): "f", frozenset({2}): "g", True + 1: "h"},
    ],
)
def test_corners(value: Any) -> None:
    assert same(through(value), value)


def test_shared_references_become_copies() -> None:
    shared = [1]
    one, other = through([shared, shared])
    assert one == other == [1]
    assert one is not other


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_depth() -> None:
    assert through(nested(100)) == nested(100)
    with pytest.raises(TypeError, match="nested so deeply"):
        _objcap.wire_encode(nested(101))


def test_cycles_are_refused() -> None:
    cycle: list[Any] = [1]
    cycle.append({"again": cycle})
    with pytest.raises(
        TypeError, match=r"the value, index 1, item 'again': cannot pass a value that contains itself"
    ):
        _objcap.wire_encode(cycle)


class Text(str):
    """A subclass of a plain type."""


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (object(), "the value: cannot pass a object"),
        (
            {"rows": [0, 1, {2: len}]},
            r"the value, item 'rows', index 2, item 2: cannot pass a builtin_function_or_method",
        ),
        ([Text("x")], "the value, index 0: cannot pass a Text"),
        ({Text("x"): 1}, "the value, an item: cannot pass a Text"),
        ({frozenset([object])}, "the value, a member, a member: cannot pass a type"),
        (OrderedDict(), "cannot pass a collections.OrderedDict"),
        (bytearray(b"x"), "cannot pass a bytearray"),
        (range(3), "cannot pass a range"),
        ((i for i in ""), "cannot pass a generator"),
    ],
)
def test_what_may_not_cross(value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        _objcap.wire_encode(value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"X",
        b"NN",
        b"i1234567",
        b"s\x05\0\0\0abc",
        b"s\x01\0\0\0\xff",
        b"l\xff\xff\xff\xff",
        b"l\x02\0\0\0N",
        b"d\x01\0\0\0l\0\0\0\0N",
        b"d\x02\0\0\0NNNN",
        b"e\x02\0\0\0NN",
        b"e\x01\0\0\0l\0\0\0\0",
        b"C\x01\0\0\0",
        b"B\0\0\0\0",
        b"l\x01\0\0\0" * 200 + b"N",
        b"t\x01\0\0\0" * 101 + b"N",
    ],
)
def test_malformed(data: bytes) -> None:
    with pytest.raises(ValueError, match="malformed message"):
        _objcap.wire_decode(data)


def test_noise() -> None:
    """Random and damaged bytes give a plain value or a ValueError."""
    chance = random.Random(1)
    seed = _objcap.wire_encode([{"a": (1, 2.5, None, b"x" * 9)}, {1, 2}, "text", 2**70, frozenset({"q"}), 1j])
    for _ in range(20_000):
        data = bytearray(seed)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 255, chance.randrange(256)))
        try:
            value = _objcap.wire_decode(bytes(data))
        except ValueError:
            continue
        assert type(value).__module__ == "builtins"


def test_a_small_message_cannot_ask_for_much_memory() -> None:
    many = 60_000
    nested_sets = b"l" + struct.pack("<I", many) + b"e\0\0\0\0" * many
    assert len(_objcap.wire_decode(nested_sets)) == many
    with pytest.raises(ValueError, match="malformed"):
        _objcap.wire_decode(b"l" + struct.pack("<I", 2**31) + b"N" * 1000)
