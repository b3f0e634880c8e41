"""inspect names the files of the host

Technique: inspect.getsourcefile of a host class and function
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: AttributeError
Harness: host
"""

try:
    import inspect

    try:
        loot = inspect.getsourcefile(host_class)
    except (TypeError, OSError):
        loot = inspect.getsourcefile(host_function)
    if loot is None:
        raise LookupError("no file")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
