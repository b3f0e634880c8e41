"""The import function is called in every convention

Technique: __import__ by partial, by operator.call, by type.__call__, with keywords and with excess arguments
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
"""

try:
    import functools
    import operator

    def each():
        yield lambda: __import__(name="posix")
        yield functools.partial(__import__, level=0, name="posix")
        yield lambda: operator.call(__import__, "posix")
        yield lambda: __import__.__call__("posix")
        yield lambda: type(__import__).__call__(__import__, "posix")
        yield lambda: next(map(__import__, ["posix"]))

    failure = None
    for call in each():
        try:
            loot = call().listdir("/")
            break
        except (ImportError, TypeError, PermissionError, AttributeError) as error:
            failure = error
    else:
        raise failure
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
