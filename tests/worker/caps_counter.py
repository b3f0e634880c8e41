"""An object for tests: what a guest sees of it, in a sandbox and in a locked interpreter."""

from __future__ import annotations

from typing import Any

from objcap import caps


class Counter(caps.Cap):
    """A counter."""

    _exports = ("add", "sub", "many", "visit", "give")
    _reading = ("sub",)

    def __init__(self, name: str = "top") -> None:
        self.name = name
        self.value = 0
        self.got: list[Any] = []

    def add(self, by: int = 1) -> int:
        """Add to it."""
        self.value += by
        return self.value

    def sub(self, name: str) -> Counter:
        return Counter(name)

    def many(self) -> Any:
        return [Counter("a")], {"k": (Counter("b"),)}, {Counter("c")}

    def visit(self, function: Any) -> Any:
        return function(Counter("visited"), [Counter("too")])

    def give(self, value: Any) -> bool:
        self.got.append(value)
        return caps.Cap.of(value) is self

    def __call__(self) -> str:
        return f"called {self.name}"


SHOWN = """
import copy, weakref
out = []
out.append((repr(c), c.__name__, c.__doc__, c.add.__name__, c.add.__doc__))
out.append((c.add(2), c(), c.sub("x")(), c.sub("x").add(5)))
out.append((c.add is c.add, copy.copy(c) is c, {c: 1}[c], weakref.ref(c)() is c, c == c, c != c.add))
out.append([n for n in dir(c) if n[0] != "_"])
out.append((hasattr(c, "value"), hasattr(c, "_reading"), getattr(c, "a" + "dd")(0)))
def no(text, **names):
    try:
        exec(text, {"c": c, **names})
    except Exception as error:
        return type(error).__name__ + ": " + str(error)
out.append([no(text) for text in (
    "c.value", "c.add = 1", "del c.add", "c.x = 1", "c.__dict__", "c.sub('x').many()[0][0].nope",
    "c.add.sub", "c._capability", "vars(c)", "c.__class__ = int", "type(c)()", "type(c).add")])
a, b, s = c.many()
out.append((a[0](), b["k"][0](), [x() for x in s]))
out.append(c.visit(lambda one, two: (one(), two[0](), one.add(3))))
method = c.sub("gone").add
out.append((method(1), method(1)))
out.append((c.give(c), c.give(c.add), c.give([c]), c.give(c.sub("other"))))
"""
EXPECTED = [
    ("<capability 'Counter'>", "Counter", "A counter.", "Counter.add", "Add to it."),
    (2, "called top", "called x", 5),
    (True, True, 1, True, True, True),
    ["add", "give", "many", "sub", "visit"],
    (False, False, 2),
    [
        "AttributeError: capability 'Counter' has no 'value'; it has: add, sub, many, visit, give",
        "AttributeError: capability 'Counter' cannot be changed ('add')",
        "AttributeError: capability 'Counter' cannot be changed ('add')",
        "AttributeError: capability 'Counter' cannot be changed ('x')",
        "AttributeError: capability 'Counter' has no '__dict__'; it has: add, sub, many, visit, give",
        "AttributeError: capability 'Counter' has no 'nope'; it has: add, sub, many, visit, give",
        "AttributeError: 'objcap.Capability' object has no attribute 'sub'",
        "AttributeError: capability 'Counter' has no '_capability'; it has: add, sub, many, visit, give",
        "TypeError: vars() argument must have __dict__ attribute",
        "AttributeError: capability 'Counter' cannot be changed ('__class__')",
        "TypeError: cannot create 'objcap.Capability' instances",
        "AttributeError: type object 'objcap.Capability' has no attribute 'add'",
    ],
    ("called a", "called b", ["called c"]),
    ("called visited", "called too", 3),
    (1, 2),
    (True, False, False, False),
]
