"""Times `import objcap` and `objcap.lockdown()`; "large" as argument: in an application with many modules."""
# ruff: noqa: E402, F401

import sys
from time import perf_counter

if sys.argv[1:] == ["large"]:
    import argparse
    import asyncio
    import dataclasses
    import email.message
    import inspect
    import json
    import logging
    import pathlib
    import unittest

start = perf_counter()
import objcap

imported = perf_counter()
objcap.lockdown()
locked = perf_counter()
print("import", imported - start)
print("lockdown", locked - imported)
