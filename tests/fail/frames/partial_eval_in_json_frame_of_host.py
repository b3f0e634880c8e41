"""A C callable runs on top of a library frame of the host

Technique: json.dumps of the host asks a guest's dict for its items; eval names the builtins of the
  encoder's frame
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: RuntimeError or PermissionError or NameError or LookupError or KeyError
Harness: host
"""

try:
    import functools

    found = []

    class Names(dict):
        items = functools.partial(next, map(found.append, map(eval, ["__builtins__"])))

    try:
        host_dump(Names(a=1))
    except (TypeError, ValueError, AttributeError):
        pass
    if not found:
        raise LookupError("nothing was found")
    loot = found[0]["open"]("/etc/passwd").read()
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
