"""C callables are the keys and callbacks of C functions that the host calls

Technique: a partial that evaluates a name as sort key, predicate, cached function, context callable
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: PermissionError
Harness: host
"""

try:
    import bisect
    import contextvars
    import functools
    import heapq
    import itertools
    import operator

    def drain(iterator):
        return functools.partial(list, iterator)

    cases = {
        "max": lambda spy: functools.partial(max, ["x"], key=spy),
        "sort": lambda spy: functools.partial([1].sort, key=spy),
        "sorted": lambda spy: functools.partial(sorted, [1], key=spy),
        "bisect": lambda spy: functools.partial(bisect.bisect_left, [1], 1, key=spy),
        "nlargest": lambda spy: functools.partial(next, map(spy, [1])),
        "filter": lambda spy: drain(filter(spy, [1])),
        "takewhile": lambda spy: drain(itertools.takewhile(spy, [1])),
        "dropwhile": lambda spy: drain(itertools.dropwhile(spy, [1])),
        "filterfalse": lambda spy: drain(itertools.filterfalse(spy, [1])),
        "groupby": lambda spy: drain(itertools.groupby([1], spy)),
        "starmap": lambda spy: drain(itertools.starmap(spy, [(1,)])),
        "iter": lambda spy: drain(iter(spy, 1)),
        "lru_cache": lambda spy: functools.partial(functools.lru_cache(spy), 1),
        "context": lambda spy: functools.partial(contextvars.Context().run, spy),
        "call": lambda spy: functools.partial(operator.call, spy),
        "property": lambda spy: functools.partial(
            operator.attrgetter("p"), type("T", (), {"p": property(spy)})()
        ),
        "classmethod": lambda spy: type("T", (), {"c": classmethod(spy)}).c,
        "defaultdict": lambda spy: functools.partial(
            operator.getitem, __import__("collections").defaultdict(spy), 1
        ),
        "translate": lambda spy: functools.partial("x".translate, type("T", (), {"__getitem__": spy})()),
        "mapping": lambda spy: functools.partial(
            operator.mod, "%(x)s", type("T", (dict,), {"__missing__": spy})()
        ),
        "format_map": lambda spy: functools.partial("{x}".format_map, type("T", (), {"__getitem__": spy})()),
        "descriptor": lambda spy: functools.partial(
            operator.attrgetter("d"),
            type(
                "T",
                (),
                {
                    "d": type(
                        "D",
                        (),
                        {"__get__": functools.partial("{0}".format, type("F", (), {"__format__": spy})())},
                    )()
                },
            )(),
        ),
        "set_name": lambda spy: functools.partial(
            type,
            "T",
            (),
            {
                "d": type(
                    "D",
                    (),
                    {"__set_name__": functools.partial("{0}".format, type("F", (), {"__format__": spy})())},
                )()
            },
        ),
        "dealloc": lambda spy: functools.partial([type("T", (), {"__del__": spy})()].clear),
        "heap": lambda spy: functools.partial(heapq.heapify, [type("T", (), {"__lt__": spy})(), 1]),
    }
    hits, failure = [], LookupError("nothing was called")
    for name, make in cases.items():
        found = []
        spy = functools.partial(next, map(found.append, map(eval, ["key"] * 9)))
        try:
            host_caller(make(spy))
        except BaseException as error:
            failure = error
        if found:
            hits.append((name, found[0]))
    if not hits:
        raise failure
    loot = len(hits), len(cases), hits
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
