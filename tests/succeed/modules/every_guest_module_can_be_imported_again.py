"""A module can be deleted and imported again: sys, and every other that is loaded."""

import importlib
import sys

first = sys
del sys.modules["sys"], sys
import sys

assert sys is first, "sys and builtins come back as the same object"
assert sys.modules["sys"] is sys

import builtins

first_builtins = builtins
del sys.modules["builtins"], builtins
import builtins

assert builtins is first_builtins

import asyncio  # noqa: E401, F401
import json

names = "abc argparse ast base64 copy csv dataclasses datetime decimal enum functools io".split()
names += "inspect json logging math operator os random re string time typing uuid zlib".split()
names += ["_abc", "_io", "_thread", "_warnings", "_weakref", "posix", "errno", "itertools"]
for name in names:
    importlib.import_module(name)
for name in names:
    old = sys.modules.pop(name, None)
    again = importlib.import_module(name)
    assert again.__name__ == getattr(old, "__name__", again.__name__), name
assert json.loads("[1]") == [1]
importlib.reload(sys.modules["json"])
assert sys.modules["json"].dumps([1]) == "[1]"
