"""Pure-Python packages from an index, imported and used by a guest through --path."""

from __future__ import annotations

import importlib.util
import sysconfig

import pytest
from support import run_objcap

PROGRAMS = {
    "attrs": """
import attr, attrs
@attrs.define
class Point:
    x: int
    y: int = attrs.field(default=2, validator=attrs.validators.instance_of(int))
p = Point(1)
assert p == Point(1, 2) and attrs.asdict(p) == {"x": 1, "y": 2}
try:
    Point(1, "y")
except TypeError:
    print("ok")
""",
    "sortedcontainers": """
from sortedcontainers import SortedDict, SortedList
items = SortedList([3, 1, 2]); items.add(0)
assert list(items) == [0, 1, 2, 3] and SortedDict(b=1, a=2).peekitem(0) == ("a", 2)
print("ok")
""",
    "more_itertools": """
from more_itertools import chunked, windowed
assert list(chunked(range(5), 2)) == [[0, 1], [2, 3], [4]]
assert list(windowed([1, 2, 3], 2)) == [(1, 2), (2, 3)]
print("ok")
""",
    "jinja2": """
from jinja2 import Environment, DictLoader
env = Environment(loader=DictLoader({"base": "<{% block b %}{% endblock %}>"}), autoescape=True)
page = env.from_string("{% extends 'base' %}{% block b %}{% for x in xs %}{{ x }};{% endfor %}{% endblock %}")
assert page.render(xs=["a", "<b>"]) == "<a;&lt;b&gt;;>"
print("ok")
""",
    "pyparsing": """
from pyparsing import Word, nums, infix_notation, OpAssoc
number = Word(nums).set_parse_action(lambda t: int(t[0]))
grammar = infix_notation(number, [("*", 2, OpAssoc.LEFT), ("+", 2, OpAssoc.LEFT)])
assert grammar.parse_string("1+2*3").as_list() == [[1, "+", [2, "*", 3]]]
print("ok")
""",
}


@pytest.mark.parametrize("package", PROGRAMS)
def test_package_works_in_a_guest(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.fail(f"{package} is not installed: pip install '.[test]'")
    result = run_objcap("--path", sysconfig.get_path("purelib"), "-c", PROGRAMS[package])
    assert (result.returncode, result.stdout) == (0, "ok\n"), result.stderr
