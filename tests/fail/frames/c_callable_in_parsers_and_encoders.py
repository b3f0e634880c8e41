"""C callables are the hooks of parsers that the host runs

Technique: a partial that evaluates a name in re, json, csv, expat, codecs and the abstract syntax
Versions: 3.11 3.12 3.13
Origin: seen on a prototype
Expected: PermissionError
Harness: host
"""

try:
    import ast
    import codecs
    import csv
    import functools
    import json.encoder
    import json.scanner
    import re
    import types
    from xml.parsers import expat

    def expat_case(spy):
        parser = expat.ParserCreate()
        parser.CharacterDataHandler = spy
        return functools.partial(parser.Parse, b"<a>x</a>", True)

    def scanner(**hooks):
        plain = dict(
            strict=True,
            object_hook=None,
            object_pairs_hook=None,
            parse_float=float,
            parse_int=int,
            parse_constant=float,
            memo={},
        )
        return json.scanner.c_make_scanner(types.SimpleNamespace(**{**plain, **hooks}))

    def codec_case(spy):
        name = f"objcap.spy{len(hits)}"
        codecs.register_error(name, spy)
        return functools.partial("\xe9".encode, "ascii", name)

    cases = {
        "re": lambda spy: functools.partial(re.compile("x").sub, spy, "x"),
        "json object": lambda spy: functools.partial(scanner(object_hook=spy), "{}", 0),
        "json pairs": lambda spy: functools.partial(scanner(object_pairs_hook=spy), "{}", 0),
        "json int": lambda spy: functools.partial(scanner(parse_int=spy), "1", 0),
        "json float": lambda spy: functools.partial(scanner(parse_float=spy), "1.5", 0),
        "json constant": lambda spy: functools.partial(scanner(parse_constant=spy), "NaN", 0),
        "json default": lambda spy: functools.partial(
            json.encoder.c_make_encoder(
                None, spy, json.encoder.encode_basestring, None, ":", ",", False, False, True
            ),
            object(),
            0,
        ),
        "csv": lambda spy: functools.partial(csv.writer(types.SimpleNamespace(write=spy)).writerow, ["x"]),
        "csv reader": lambda spy: functools.partial(next, csv.reader(iter(spy, 1))),
        "expat": expat_case,
        "codec error": codec_case,
        "codec search": lambda spy: (
            codecs.register(spy) or functools.partial(codecs.lookup, f"objcap-{len(hits)}-{id(spy)}")
        ),
        "ast": lambda spy: functools.partial(
            compile,
            ast.Module([type("N", (ast.Pass,), {"lineno": property(spy), "col_offset": 0})()], []),
            "x",
            "exec",
        ),
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
