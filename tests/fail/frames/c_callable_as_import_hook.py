"""C callables are the import hooks when the host imports

Technique: partials that evaluate a name as __import__, as a finder and in the module table
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: NameError
Harness: host
"""

try:
    import builtins
    import functools
    import sys
    import time

    found = []
    spy = functools.partial(
        "{0}".format,
        type("F", (), {"__format__": functools.partial(next, map(found.append, map(eval, ["key"] * 9)))})(),
    )
    original = builtins.__import__
    builtins.__import__ = spy
    try:
        host_caller(time.strptime, "2020", "%Y")
    except TypeError as error:
        failure = error
    finally:
        builtins.__import__ = original
    if not found:
        raise failure
    loot = found[0]
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
