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

import asyncio, collections, dataclasses, datetime, json, logging, os, re, typing  # noqa: E401, F401

# importlib's own two halves would be without their _setup(), as on plain Python.
kept = ("__main__", "sys", "builtins", "importlib", "_frozen_importlib", "_frozen_importlib_external")
names = [
    name
    for name, module in list(sys.modules.items())
    if name not in kept
    and not name.startswith("importlib.")
    and getattr(getattr(module, "__spec__", None), "name", None) == name  # not os.path
]
for name in names:
    old = sys.modules.pop(name, None)
    again = importlib.import_module(name)
    assert again.__name__ == getattr(old, "__name__", again.__name__), name
assert json.loads("[1]") == [1]
importlib.reload(sys.modules["json"])
assert sys.modules["json"].dumps([1]) == "[1]"
