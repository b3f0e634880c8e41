"""Stands in for the module `pyperf` while a benchmark of pyperformance runs, in a guest or outside.

The benchmarks' files are executed unmodified; they import `pyperf` and hand their functions to its Runner.
This one calls each function until a sample has taken LEAST seconds, takes more samples until all have taken
ENOUGH, and prints the best as seconds for one loop.
"""

import argparse
import asyncio
from time import process_time as perf_counter  # CPU time: what others do on the machine is no part of it

LEAST = 0.03  # seconds of a sample
ENOUGH = 0.2  # seconds of all samples


def python_implementation():
    return "cpython"


class Runner:
    """What the benchmarks use of pyperf's class."""

    def __init__(self, values=None, add_cmdline_args=None, **options):
        self.argparser = argparse.ArgumentParser()
        self.metadata = {}
        self.args = None

    def parse_args(self, args=None):
        self.args = self.argparser.parse_args(args)
        return self.args

    def _measure(self, name, sample, inner):
        if self.args is None:
            self.parse_args()
        loops = 1
        taken = sample(loops)
        while taken < LEAST:
            loops = max(loops * 2, int(loops * LEAST / max(taken, 1e-7)))
            taken = sample(loops)
        best = taken
        while taken < ENOUGH:
            more = sample(loops)
            best = min(best, more)
            taken += more
        print(str(name).replace(" ", "_"), best / loops / (inner or 1))

    def bench_time_func(self, name, time_func, *args, inner_loops=None, **options):
        self._measure(name, lambda loops: time_func(loops, *args), inner_loops)

    def bench_func(self, name, func, *args, inner_loops=None, **options):
        def sample(loops):
            steps = range(loops)
            start = perf_counter()
            for _ in steps:
                func(*args)
            return perf_counter() - start

        self._measure(name, sample, inner_loops)

    def bench_async_func(self, name, func, *args, inner_loops=None, **options):
        async def many(loops):
            steps = range(loops)
            start = perf_counter()
            for _ in steps:
                await func(*args)
            return perf_counter() - start

        self._measure(name, lambda loops: asyncio.run(many(loops)), inner_loops)
