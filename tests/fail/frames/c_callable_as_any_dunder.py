"""C callables are the special methods of an object that the host touches

Technique: a partial that evaluates a name is put into each special method, and a C function called by the host uses it
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: NameError
Harness: host
"""

try:
    import functools
    import operator

    def try_all(cases):
        hits, failure = [], LookupError("nothing was called")
        for name, function in cases:
            found = []
            spy = functools.partial(next, map(found.append, map(eval, ["key"] * 9)))
            thing = type("Thing", (), {name: spy})()
            try:
                host_caller(function, thing)
            except BaseException as error:
                failure = error
            if found:
                hits.append((name, found[0]))
        if not hits:
            raise failure
        return len(hits), hits

    loot = try_all(
        [
            ("__len__", len),
            ("__bool__", operator.truth),
            ("__hash__", hash),
            ("__repr__", repr),
            ("__str__", str),
            ("__bytes__", bytes),
            ("__format__", format),
            ("__index__", operator.index),
            ("__int__", int),
            ("__float__", float),
            ("__complex__", complex),
            ("__round__", round),
            ("__abs__", abs),
            ("__neg__", operator.neg),
            ("__pos__", operator.pos),
            ("__invert__", operator.invert),
            ("__iter__", iter),
            ("__next__", next),
            ("__reversed__", reversed),
            ("__length_hint__", operator.length_hint),
            ("__dir__", dir),
            ("__call__", lambda f: f()),
            ("__fspath__", __import__("os").fspath),
            ("__eq__", functools.partial(operator.eq, 1)),
            ("__radd__", functools.partial(operator.add, 1)),
            ("__rmod__", functools.partial(operator.mod, 1)),
            ("__contains__", lambda thing: 1 in thing),
            ("__getitem__", operator.itemgetter(0)),
            ("__getattr__", operator.attrgetter("x")),
            ("__getattribute__", operator.attrgetter("x")),
            ("__aiter__", aiter),
            ("__anext__", anext),
            ("__ceil__", __import__("math").ceil),
            ("__trunc__", __import__("math").trunc),
            ("__sizeof__", __import__("sys").getsizeof),
            ("__instancecheck__", functools.partial(isinstance, 1)),
            ("__subclasscheck__", functools.partial(issubclass, int)),
            ("__copy__", __import__("copy").copy),
            ("__reduce_ex__", __import__("copy").copy),
        ]
    )
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
