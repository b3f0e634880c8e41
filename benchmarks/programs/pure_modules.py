"""Modules whose C half a guest does not get: prints the best time of each, in seconds."""

import asyncio
import datetime
import io
import pickle
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from time import perf_counter

REPEAT = 5
DATA = [{"id": number, "name": str(number) * 3} for number in range(300)]
XML = "<a>" + "".join(f"<b c='{number}'>text<d/></b>" for number in range(500)) + "</a>"


def decimals():
    total = Decimal(0)
    for number in range(1, 400):
        total += Decimal(number).sqrt() / 7


def pickles():
    for _ in range(5):
        if pickle.loads(pickle.dumps(DATA)) != DATA:
            raise AssertionError


def trees():
    for _ in range(5):
        root = ElementTree.fromstring(XML)
        if len(ElementTree.tostring(root)) < len(root):
            raise AssertionError


def tasks():
    async def work(number):
        await asyncio.sleep(0)
        return number

    async def main():
        return sum(await asyncio.gather(*(work(number) for number in range(300))))

    asyncio.run(main())


def text_streams():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8")
    for number in range(2000):
        stream.write(f"line {number}\n")
    stream.flush()


def dates():
    for number in range(500):
        day = datetime.datetime(2020, 1, 1) + datetime.timedelta(hours=number)
        if datetime.datetime.strptime(day.isoformat(), "%Y-%m-%dT%H:%M:%S") != day:
            raise AssertionError


for function in (decimals, pickles, trees, tasks, text_streams, dates):
    best = None
    for _ in range(REPEAT):
        start = perf_counter()
        function()
        taken = perf_counter() - start
        best = taken if best is None else min(best, taken)
    print(function.__name__, best)
