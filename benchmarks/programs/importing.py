"""Times the first imports of a fresh process."""
# ruff: noqa: E402, F401

from time import perf_counter

times = [perf_counter()]
import json

times.append(perf_counter())
import re

times.append(perf_counter())
import dataclasses

times.append(perf_counter())
import typing

times.append(perf_counter())
import datetime

times.append(perf_counter())
import collections

times.append(perf_counter())

print("all", times[-1] - times[0])
